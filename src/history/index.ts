/** What a ledger comes to, folded once: records, versions, reads, injuries, steps, services, copies and restores. */

export { digestOf } from './digest.ts'
export { Fold, historyOf } from './fold.ts'
export { History } from './history.ts'
export type * from './history.ts'
export type * from './run/events.ts'
export { identify, isHeir, sawOf, type Identity } from './identity.ts'
export type { Streak } from './answers.ts'
export type { Moment, Stamp } from './moment.ts'
export type { Answer, Attempt, DeviceEvent, InjuryState, Reader, RowReader } from './reader.ts'
export { isSeenBy } from './saw.ts'
export type { Variant } from './variants.ts'
export { Version } from './version.ts'
