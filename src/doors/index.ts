/** `syncdrill`: what a drill file says: the drill, its arms, the site, the fleet, and the steps. */

export { carddav } from '../clients/carddav.ts'
export { client } from '../clients/client.ts'
export { compose, type ComposedServices, type ComposeOptions, type Composition } from '../compose/compose.ts'
export type { ServiceWords } from '../compose/declare.ts'
export type { ComposeFile } from '../compose/model.ts'
export { drill, type Acts, type Drill } from '../drill/drill.ts'
export {
  breaks,
  fails,
  inconclusive,
  passes,
  refuses,
  waives,
  type Bounds,
  type Breach,
  type Expectation,
} from '../drill/expectation.ts'
export { devices, type Accounts, type Devices } from '../fleet/devices.ts'
export { programs, type Programs } from '../fleet/programs/program.ts'
export type { Duration, Share } from '../kernel/units.ts'
export {
  collection,
  type Arbitrary,
  type Collection,
  type CollectionOptions,
  type FieldSource,
  type Making,
} from '../records/collection.ts'
export { rounded, toTheSecond, trimmed } from '../records/may-change.ts'
export type { CollectionName, Policy } from '../records/policies.ts'
export { calendar, contacts, notes, photos, scores, tasks, type PresetName } from '../records/preset.ts'
export { external, type External, type ExternalOptions } from '../site/external.ts'
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
  type Service,
  type Site,
  type Volume,
} from '../site/site.ts'
export type { Build, Listens, Readiness, Restart, Run, Sign, Starts } from '../site/starting.ts'
export { announce, type AnnouncedClaim } from '../steps/announce.ts'
export { ask, type AskOptions } from '../steps/ask.ts'
export { at } from '../steps/at.ts'
export { canaryKeeps } from '../steps/canary-keeps.ts'
export { during } from '../steps/during.ts'
export { edgeRestore } from '../steps/edge-restore.ts'
export { gate } from '../steps/gate.ts'
export { heal } from '../steps/heal.ts'
export { inject } from '../steps/inject.ts'
export { interrupt, says, type Moment } from '../steps/interrupt.ts'
export { promote } from '../steps/promote.ts'
export { put } from '../steps/put.ts'
export type { Question } from '../steps/question.ts'
export { repeat } from '../steps/repeat.ts'
export { replace } from '../steps/replace.ts'
export { repoint } from '../steps/repoint.ts'
export { restore } from '../steps/restore.ts'
export { rollBack } from '../steps/roll-back.ts'
export { run } from '../steps/run.ts'
export { salvage } from '../steps/salvage.ts'
export { start } from '../steps/start.ts'
export type { Copy, Step, Steps } from '../steps/step.ts'
export { takeBackup } from '../steps/take-backup.ts'
export { tell } from '../steps/tell.ts'
export { timePasses } from '../steps/time-passes.ts'
export { upgrade } from '../steps/upgrade.ts'
export { verifies } from '../steps/verifies.ts'
export { work } from '../steps/work.ts'
