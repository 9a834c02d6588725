/** Who is told of a run while its ledger is folded: of what no history keeps, at the moment when it is read. */

import type { Stamped } from '../ledger/entries.ts'
import type { Stamp } from './moment.ts'
import type { View } from './history.ts'
import type { InjuryHistory, RestoreMark } from './run/events.ts'
import type { Version } from './version.ts'
import type { Offer } from './versions.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

export type InjuryState = Of<'injury'>['state']

/** One sending of a change: retries have the numbers after it. */
export type Attempt = Pick<Of<'sent'>, 'op' | 'attempt'>

/** What came back for one attempt. */
export type Answer = Attempt & Pick<Of<'answered'>, 'outcome' | 'because' | 'status'>

/** What happened to a device, and to which records that it held. */
export type DeviceEvent = Pick<Of<'device'>, 'device' | 'state' | 'because' | 'records'>

/** Told in the order of the ledger; what nobody asks for costs nothing and is not kept. */
export interface Reader extends Partial<EditReader>, Partial<EventReader> {}

interface EditReader {
  edited(version: Version, stamp: Stamp): void
  sent(attempt: Attempt, stamp: Stamp): void
  /** `version`: undefined where nobody of this run made the edit, as of a deletion that is offered again. */
  answered(version: Version | undefined, answer: Answer, stamp: Stamp): void
  /** Sent once more, by somebody who still held it. */
  offered(version: Version, offer: Offer, stamp: Stamp): void
  /** A read begins: whoever returns a reader of its rows is told of them. */
  view(view: View): RowReader | undefined
}

interface EventReader {
  device(event: DeviceEvent, stamp: Stamp): void
  struck(stamp: Stamp): void
  injury(injury: InjuryHistory, state: InjuryState, stamp: Stamp): void
  restore(mark: RestoreMark): void
}

/** Of one read. */
export interface RowReader {
  /**
   * It shows this. `record`: its number; 0 where the row names none. `content`: the place of the version that the row
   * is exactly, or the number of a variant, below 0.
   */
  row(record: number, content: number): void
  /** `view` is as it turned out, `stamp` when. A read that is never closed counts for nothing. */
  closed(view: View, stamp: Stamp): void
}
