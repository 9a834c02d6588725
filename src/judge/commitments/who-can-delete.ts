/** Who can delete copies. Shown only where everybody else that the drill knows was tried, and copies outlived it. */

import { restoredAt } from './copies.ts'
import { notShown, refuted, shown, type Rule } from './answer.ts'

export const whoCanDelete: Rule<'who can delete copies'> = (asked, { who }) => {
  const { history, judgement } = asked
  const credentials = history.plan?.domains.filter(({ kind }) => kind === 'credential').map(({ name }) => name) ?? []
  const others = credentials.filter((name) => !who.includes(name))
  const tries = history.injuries.flatMap(({ on, took, witness, name }) => {
    const by = on.find((one) => others.includes(one))
    return by !== undefined && witness?.saw === 'effect' ? [{ by, took, name, at: witness.at }] : []
  })
  for (const { by, took, at } of tries) {
    const gone = judgement.backups.find(({ volume, found }) => {
      return found === 'gone with its volume' && took.some((one) => one.kind === 'volume' && one.volume === volume)
    })
    if (gone) return refuted(`with ${by} alone, ${gone.copy} was deleted`, [at])
  }
  const tried = new Set(tries.map(({ by }) => by))
  const untried = others.filter((name) => !tried.has(name))
  if (others.length === 0) return notShown('the drill knows nobody else who might')
  if (untried.length > 0) return notShown(`nobody tried it with ${untried.join(', ')}`)
  const left = judgement.backups.find(({ restorable, complete }) => restorable && complete)
  if (!left) return notShown('no copy was left that could be restored')
  const because = `with ${[...tried].join(', ')} everything within reach was deleted, and ${left.copy} outlived it`
  return shown(because, [...tries.map(({ at }) => at), ...restoredAt(asked, left)])
}
