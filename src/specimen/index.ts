/** Our own sync service to drill, declared: the service, its backup, and the defects that it can be given. */

export { specimenBackup } from './backup.ts'
export { specimenClient } from './client.ts'
export type { Defect } from './server/defects.ts'
export { specimen, type Specimen } from './specimen.ts'
