/** `syncdrill/backups`: ways of taking copies, and of bringing them back. */

export type { EngineBackup } from '../backups/engine.ts'
export { COPY } from '../backups/commands-engine.ts'
export { commands, type CommandsOptions } from '../backups/commands.ts'
export { folderCopy } from '../backups/folder-copy.ts'
export { pgArchive } from '../backups/pg-archive.ts'
export { pgDump } from '../backups/pg-dump.ts'
