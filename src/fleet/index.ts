/** Who uses the site: simulated people and their devices. */

export { Book, rowEntryOf } from './book.ts'
export {
  devices,
  type Accounts,
  type DeclaredFleet,
  type DeviceOptions,
  type Devices,
  type Group,
  type Selection,
} from './devices.ts'
export type { EdgeRestoreOptions } from './edge.ts'
export { freshEditOf } from './quiet/fresh.ts'
export { PlannedRecords, planIntents, type WorkPlan } from './intents.ts'
export { openPrograms, type OpenPrograms } from './programs/open.ts'
export { programs, type Program, type Programs } from './programs/program.ts'
export { vdirsyncer, type VdirsyncerOptions } from './programs/vdirsyncer.ts'
export { HEARD_MS, type Away } from './readings.ts'
export { Roster, type RosterDevice } from './roster.ts'
export type { Patience } from './quiet/drain.ts'
export { RunningFleet, type PowerCycled, type WorkOptions } from './running-fleet.ts'
export { World, type Channel } from './world.ts'
