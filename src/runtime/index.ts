/** Where services run: the port, the runtimes behind it, and the reaper that outlives them. */

export { chooseRuntime, type Chosen } from './choose.ts'
export { Journal, type Resource } from './journal.ts'
export { ownFile, startProcess, type ProcessOptions, type StartedProcess } from './processes.ts'
export { cleanup, openReaper, type Reaper, type ReapReport } from './reaper/index.ts'
export { untilReaped } from './reaper/standing.ts'
export type {
  Address, Capability, CleanRoom, Executed, ExecuteOptions, LinkControl, LinkCounters, Room, RunningSite, Runtime,
  ServiceChange, ServiceState, StartOptions, Toxic, VolumeAccess,
} from './runtime.ts'
