/** The public door of syncdrill: what a drill file says. Faults, promises and others have doors of their own. */

export {
  breaks,
  drill,
  fails,
  inconclusive,
  mayBreak,
  passes,
  type Acts,
  type Bounds,
  type Breach,
  type Drill,
  type Expectation,
} from './drill/index.ts'
export { carddav, client } from './clients/index.ts'
export { devices, programs, type Accounts, type Devices, type Programs } from './fleet/index.ts'
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
export * from './steps/index.ts'
