/** Where services run: the port, the runtimes behind it, and the reaper that outlives them. */

export { allowRemote, chooseRuntime, engineFacts, type Chosen, type EngineFacts } from './choose.ts'
export type { Capability } from './capabilities.ts'
export { commitOf } from './tools/commit.ts'
export { COMPOSE_WANTED, composeConfig, composeVersion, type ComposeFiles } from './tools/compose.ts'
export { CommandFailed, executeCommand, hasAnswered, lastLinesOf, succeed, type LimitedCommand } from './commands.ts'
export { lastWords } from './end.ts'
export {
  answerTo,
  askBy,
  ASKING,
  askSomebody,
  nobodyIn,
  placeOf,
  wayToAsk,
  type AskingFlags,
  type Question,
  type Reply,
} from './asking/index.ts'
export { askedOfExternal, askOfExternal, refuseUnallowed, type Asked } from './external/asked.ts'
export type { Counts, Kind, Planned, Sent } from './external/sent.ts'
export { Journal } from './journal.ts'
export { ownUsage } from './proc.ts'
export { startProcess } from './processes.ts'
export { hasProgram } from './programs.ts'
export { cleanup, leftBehind, type LeftBehind } from './reaper/cleanup.ts'
export type { LivingRun } from './reaper/living.ts'
export { openReaper, type Reaper } from './reaper/index.ts'
export { connectionOf } from './reaper/address.ts'
export { untilReaped } from './reaper/standing.ts'
export type {
  Address,
  CleanRoom,
  Execute,
  Executed,
  Furniture,
  Machine,
  RunningSite,
  Runtime,
  ServiceState,
  StartOptions,
  Toxic,
  VolumeAccess,
} from './runtime.ts'
export type { Costs, Usage } from './usage.ts'
export { ifThere, readIfThere } from './volumes.ts'
