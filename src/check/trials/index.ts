/** All trials, in the order in which they make sense: what the first two need, all others need. */

import type { Trial } from '../trial.ts'
import { deletes } from './deletes.ts'
import { deltas } from './deltas.ts'
import { errorPages } from './error-pages.ts'
import { hangUps } from './hang-ups.ts'
import { pages } from './pages.ts'
import { readsBack } from './reads-back.ts'
import { silence } from './silence.ts'
import { twoDevices } from './two-devices.ts'
import { updates } from './updates.ts'
import { whileReading } from './while-reading.ts'
import { writes } from './writes.ts'

export const FOUNDATION: readonly Trial[] = [writes, readsBack]
export const TRIALS: readonly Trial[] = [
  ...FOUNDATION,
  updates,
  deletes,
  twoDevices,
  deltas,
  whileReading,
  pages,
  silence,
  errorPages,
  hangUps,
]
/** What needs nothing of the service and writes nothing to it: whatever is wrong then is the adapter's. */
export const WITHOUT_SERVICE: readonly Trial[] = [errorPages, hangUps]
