/** Ways of taking copies, and of bringing them back. */

export type {
  BackupScene,
  CleanCopy,
  CopyClaim,
  CopyDamage,
  CopyFile,
  Engine,
  EngineBackup,
  Job,
  JobMistake,
  RestoreOutcome,
  RestoreScope,
} from './engine.ts'
export { JOB_MS } from './engine.ts'
export type { Extractor } from './extractor.ts'
export { folderCopy } from './folder-copy.ts'
export { pgArchive } from './pg-archive.ts'
export { dumpEngine, pgDump, withDumpIn } from './pg-dump.ts'
export { Dumps } from './postgres/dumps.ts'
export { scheduleOf } from './schedule.ts'
export { shelfOf } from './shelf.ts'
