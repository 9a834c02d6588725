/** What steps act on while one arm runs: services, devices, doors, routes, copies and injuries. */

export { makeAccounts, makeAccountsIn } from './accounts.ts'
export { tryCopy } from './clean-rooms.ts'
export { Copies, isEngineBackup } from './copies.ts'
export { Doors } from './doors.ts'
export { leave } from './external/leave.ts'
export { targetOf } from './external/target.ts'
export { Injuries } from './injuries.ts'
export { missingIn } from './missing.ts'
export { Routes } from './routes.ts'
export type { Stage } from './stage.ts'
export { Wires, wireTo } from './wires.ts'
