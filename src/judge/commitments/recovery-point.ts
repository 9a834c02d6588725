/** Of a collection at most so much is lost. Shown only where data were at stake, and not all of it in a copy. */

import type { History } from '../../history/index.ts'
import { inWords } from '../../kernel/index.ts'
import { ackedOf, notShown, ofEach, refuted, shown, writtenIn, type Asked, type Rule } from './answer.ts'

export const recoveryPoint: Rule<'recovery point'> = (asked, { collection }) =>
  ofEach(collection === undefined ? writtenIn(asked) : [collection], (name) => pointOf(asked, name))

function pointOf(asked: Asked, name: string) {
  const { history, assessed } = asked
  const { strike } = history
  const { totals, isPardoned } = assessed
  const of = ackedOf(totals, name)
  if (!strike) return notShown('there was no disaster')
  if (of === 0) return notShown(`nothing of ${name} was acknowledged`)
  const lost = assessed.troubled
    .filter(
      ({ its, fresh, losses, acked }) => its.collection === name && !fresh && losses.length > 0 && acked.length > 0,
    )
    .flatMap(({ its, losses }) => losses.map((loss) => ({ ...loss, account: its.account })))
  const tooOld = lost.filter(({ owed, account }) => !isPardoned(owed, account))
  const [first] = tooOld.toSorted((one, other) => ageOf(other) - ageOf(one))
  if (first) {
    const { owed, cause } = first
    const lines = [strike.at, owed.at, ...(owed.acked ? [owed.acked.at] : []), cause.at]
    return refuted(`${tooOld.length} of ${of} acknowledged ${name} are lost beyond that, ${ageInWords(first)}`, lines)
  }
  if ((totals.byCollection[name]?.unverified ?? 0) > 0) return notShown(`not all ${name} were read at the end`)
  const risk = riskIn(history) ?? assessed.troubled.find(({ its, wasGone }) => its.collection === name && wasGone)
  if (!risk) return notShown('nothing happened that could take data away')
  // What is lost was at stake, whatever a copy held.
  const newest = lost[0]?.owed.acked?.at ?? newestAcked(history, name, strike.at)
  if (newest === undefined) return notShown(`no ${name} were written between the newest copy and the disaster`)
  const oldest = Math.max(0, ...lost.map(ageOf))
  const kept =
    lost.length === 0 ? `none of ${of} acknowledged ${name} is lost` : `${lost.length} of ${of} ${name} are lost`
  const because = lost.length === 0 ? kept : `${kept}, the oldest ${inWords(oldest)} old`
  return shown(because, [strike.at, ...('at' in risk ? [risk.at] : []), newest])

  function ageOf({ owed }: { readonly owed: (typeof lost)[number]['owed'] }): number {
    return (strike?.drillMs ?? 0) - (owed.acked?.drillMs ?? strike?.drillMs ?? 0)
  }
  function ageInWords(loss: (typeof lost)[number]): string {
    const isLater = (loss.owed.acked?.at ?? 0) > (strike?.at ?? 0)
    return isLater ? 'acknowledged after the disaster' : `the oldest ${inWords(ageOf(loss))} old when it struck`
  }
}

/** Something that could take data away, and was seen to have happened; or a restore, which brings an older state. */
function riskIn({ injuries, restores, strike }: History): { readonly at: number } | undefined {
  const { at: from = 0 } = strike ?? {}
  const injury = injuries.find(
    ({ kind, took, witness, until }) =>
      until > from && witness?.saw === 'effect' && (kind === 'damage' || took.length > 0),
  )
  return injury?.witness ?? restores.find(({ at, state }) => at > from && state === 'end')
}

/** The last acknowledgement before the strike, of an edit that no copy holds. */
function newestAcked({ versions, records, copies }: History, name: string, strikeAt: number): number | undefined {
  const copied = copies.findLast(({ claimed, at }) => claimed === 'ok' && at < strikeAt)?.at ?? 0
  let newest: number | undefined
  for (let place = 1; place <= versions.count; place += 1) {
    const [at, acked] = [versions.at.get(place), versions.ackedAt.get(place)]
    if (acked === 0 || at <= copied || acked >= strikeAt || versions.isFresh(place) || versions.isAdopted(place))
      continue
    if (records.collection(versions.record.get(place)) === name) newest = Math.max(newest ?? 0, acked)
  }
  return newest
}
