/** When a record that was owed at the strike was back to stay. */

import { isCovering } from '../record-case.ts'
import type { RecordFate } from '../fates/fate.ts'
import type { Pardon } from '../pardon.ts'
import { owedBefore } from '../totals.ts'

/** In real milliseconds after the strike; Infinity for never, undefined where nothing was owed. */
export function backMsOf(fate: RecordFate, isPardoned: Pardon): number | undefined {
  const { its, fresh, losses } = fate
  const { strike } = its.history
  // Whether an indeterminate one is there at all nobody promised, or it may rightly be gone.
  if (!strike || fresh || fate.fate === 'indeterminate' || !owedBefore(fate, strike)) return undefined
  if (losses.length > 0 && losses.every(({ owed }) => isPardoned(owed, its.account))) return undefined
  if (losses.length > 0 || fate.fate === 'unverified') return Infinity
  return firstLookToStay(fate, strike)
}

/** The first look at the server after the last one that did not show it, a closed or unreadable one included. */
function firstLookToStay({ its, frontier }: RecordFate, strike: { readonly at: number; readonly ms: number }): number {
  const shown = its.shownIn(frontier.flatMap((owed) => its.buildingOn(owed)))
  let backMs = Infinity
  for (let place = its.looks.length - 1; place >= 0; place -= 1) {
    const look = its.looks[place]
    if (!look || look.state === 'open') continue
    if (look.at <= strike.at) return 0
    const isShown = isCovering(look, its.collection) && shown.some(({ from, to }) => from <= place && place <= to)
    if (!isShown) return backMs - strike.ms
    backMs = look.ms
  }
  return 0
}
