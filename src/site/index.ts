/** The declared topology of a drill. */

export {
  checkWords,
  declaredIn,
  HANDLES,
  needsOfPlace,
  surroundingsIn,
  VOLUMES,
  type Command,
  type Surroundings,
} from './command.ts'
export type { Awaited, Made, PutFile } from './container.ts'
export { drillFolder, standingIn } from './drill-folder.ts'
export { addressIn, type ExternalAddress } from './external.ts'
export { DEFAULT_LIMITS } from './limits.ts'
export {
  domain,
  service,
  site,
  volume,
  type Ability,
  type Backup,
  type Client,
  type Domain,
  type Link,
  type Named,
  type Neighbours,
  type Remote,
  type Service,
  type Site,
  type Volume,
} from './site.ts'
export {
  PORT,
  signsOf,
  type Build,
  type Listens,
  type Readiness,
  type Restart,
  type Run,
  type Sign,
  type Starts,
} from './starting.ts'
export { Topology, type Handle } from './topology.ts'
