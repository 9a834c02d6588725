/** What edits are planned from: the people, the collections, the records so far, and the step's own random numbers. */

import type { PlannedRecords, Roster, RosterDevice } from '../fleet/index.ts'
import type { Random } from '../kernel/index.ts'
import type { CollectionName } from '../records/index.ts'

export interface Planning {
  /** The number of the step: `before.1`. */
  readonly step: string
  readonly roster: Roster
  readonly everybody: readonly RosterDevice[]
  /** Collections that clients carry. */
  readonly carried: readonly CollectionName[]
  /** Those of which people also edit what was there before. */
  readonly there: readonly CollectionName[]
  readonly records: PlannedRecords
  readonly random: Random
}
