/** Ways of taking copies, and of bringing them back. */

export type {
  BackupScene,
  CleanCopy,
  CopyClaim,
  Engine,
  EngineBackup,
  Job,
  RestoreOutcome,
  RestoreScope,
} from './engine.ts'
