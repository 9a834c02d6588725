/** How long each kind of wait may take where nobody says otherwise. `plan` prints them. */

import type { Duration } from '../kernel/index.ts'

export const DEFAULT_LIMITS = {
  /** Until a service is ready: its own `within`. */
  ready: '60s',
  /** Until something of an answer comes: a device that waits for longer has none. */
  answer: '10s',
  /** Until the fleet is quiet after the last step; three times as long where programs take part. */
  quiesce: '90s',
  /** A single step, with all that is inside of it. */
  step: '1h',
  /** Until somebody replies who was asked to do something: an `ask` without a `within`. */
  ask: '30min',
  /** An arm, from the first service to the last read. */
  arm: '6h',
} as const satisfies { readonly [limit: string]: Duration }
