/** The public door of syncdrill: what a drill file says. Faults, promises and others have doors of their own. */

export {
  at,
  breaks,
  drill,
  during,
  edgeRestore,
  fails,
  heal,
  inconclusive,
  inject,
  mayBreak,
  passes,
  repeat,
  replace,
  restore,
  run,
  takeBackup,
  timePasses,
  work,
  type Acts,
  type Bounds,
  type Breach,
  type Copy,
  type Drill,
  type Expectation,
  type Step,
  type Steps,
} from './drill/index.ts'
export { client, http } from './clients/index.ts'
export { devices, type Accounts, type Devices } from './fleet/index.ts'
export { Failure, type Duration, type Share } from './kernel/index.ts'
export type { RecordClass } from './records/index.ts'
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
  type Remote,
  type Run,
  type Service,
  type Site,
  type Volume,
} from './site/index.ts'
