/** `syncdrill/specimen`: our own sync service to drill, in a checkout only: the published package is without it. */

export { specimenBackup } from '../specimen/backup.ts'
export { specimenClient } from '../specimen/client.ts'
export { sqliteRecovery } from '../specimen/recovery.ts'
export type { Defect } from '../specimen/server/defects.ts'
export { specimen, type Milestone, type Specimen } from '../specimen/specimen.ts'
