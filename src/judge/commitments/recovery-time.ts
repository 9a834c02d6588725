/** A collection is back within its limit, in real time. Shown only where something of it had been away. */

import type { History } from '../../history/index.ts'
import { inWords } from '../../kernel/index.ts'
import { backAfter } from '../totals.ts'
import { notShown, ofEach, refuted, shown, writtenIn, type Asked, type CommitmentJudged, type Rule } from './answer.ts'

export const recoveryTime: Rule<'recovery time'> = (asked, { collection, ms }) =>
  ofEach(collection === undefined ? writtenIn(asked) : [collection], (name) => timeOf(asked, name, ms))

function timeOf(asked: Asked, name: string, limitMs: number): CommitmentJudged {
  const { history, assessed } = asked
  const { strike, latest } = history
  const { byCollection, returns } = assessed.totals
  if (!strike) return notShown('there was no disaster')
  if ((byCollection[name]?.unverified ?? 0) > 0) return notShown(`not all ${name} were read at the end`)
  const own = returns.get(name)
  if (!own || own.stayed + own.later.length === 0) return notShown(`no ${name} were there when it struck`)
  if (own.later.length === 0) return notShown(`no ${name} were away after the disaster`)
  const ms = backAfter(own, 1)
  if (ms !== Infinity) {
    const pardoned = assessed.troubled.filter(
      ({ its, fresh, losses }) => its.collection === name && !fresh && losses.length > 0,
    ).length
    const all = pardoned === 0 ? name : `${name} but ${pardoned} that may be lost`
    const because = `${all} were back after ${inWords(ms)}`
    const lines = [strike.at, ...lookAt(history, strike.ms + ms)]
    return ms <= limitMs ? shown(because, lines) : refuted(because, lines)
  }
  const missing = `not all ${name} were back ${inWords(latest.ms - strike.ms)} after the disaster, when the run ended`
  const gone = assessed.troubled
    .filter(({ its }) => its.collection === name)
    .flatMap(({ losses }) => losses)
    .find(({ finding }) => finding === 'unrecoverable')
  if (gone) return refuted(`${missing}, and nothing holds them any more`, [strike.at, gone.cause.at])
  return latest.ms - strike.ms > limitMs ? refuted(missing, [strike.at, latest.at]) : notShown(missing)
}

/** The read of the server at that moment. */
function lookAt({ accounts }: History, ms: number): readonly number[] {
  return accounts.flatMap(({ looks }) => looks.find((look) => look.ms === ms)?.at ?? []).slice(0, 1)
}
