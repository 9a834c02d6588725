/**
 * Where records were missing before anything struck, an adapter may misread what the service answers. What nobody was
 * ever shown is then put down to that, too, and never to what the drill did.
 */

import type { History } from '../history/index.ts'
import type { Cause } from './causes/cause.ts'
import type { RecordFate } from './fates/fate.ts'
import type { Flagged } from './flags/index.ts'

interface Found {
  readonly troubled: readonly RecordFate[]
  readonly flags: readonly Flagged[]
}

export function suspected({ showings }: History, troubled: readonly RecordFate[], flags: readonly Flagged[]): Found {
  const wasShown = (record: number) => showings.newest(record) !== undefined
  return {
    troubled: troubled.map((one) =>
      wasShown(one.its.record)
        ? one
        : { ...one, losses: one.losses.map((loss) => ({ ...loss, cause: unstruck(loss.cause) })) },
    ),
    flags: flags.map((one) =>
      one.flag !== 'diverged' || one.cause === undefined || wasShown(one.place)
        ? one
        : { ...one, cause: unstruck(one.cause) },
    ),
  }
}

const unstruck = ({ at }: Cause): Cause => ({ kind: 'before anything struck', by: 'before anything struck', at })
