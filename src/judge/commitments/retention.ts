/**
 * Copies are kept so long. A job may keep time by the clock of the drill; what has aged on that clock alone shows
 * nothing of real disks. So it is refuted by whichever clock gave the copy more time, and shown by the real one only.
 */

import { inWords } from '../../kernel/index.ts'
import { notShown, refuted, shown, type Rule } from './answer.ts'

export const retention: Rule<'retention'> = ({ history: { copies, copyMarks } }, { ms }) => {
  const claims = copies.filter(({ claimed }) => claimed !== 'failed')
  if (claims.length === 0) return notShown('no copy was taken')
  const claimOf = (copy: string) => copyMarks.find((mark) => mark.copy === copy && mark.said === 'claimed ok')
  for (const { copy, at, deletedAt } of claims) {
    const claim = claimOf(copy)
    if (!claim || !deletedAt) continue
    const age = Math.max(deletedAt.ms - claim.ms, deletedAt.drillMs - claim.drillMs)
    if (age < ms) return refuted(`${copy} was deleted by its own job after ${inWords(age)}`, [at, deletedAt.at])
  }
  const restored = copyMarks.flatMap((mark) => {
    const claim = mark.said === 'sound' ? claimOf(mark.copy) : undefined
    return claim ? [{ copy: mark.copy, ms: mark.ms - claim.ms, lines: [claim.at, mark.at] }] : []
  })
  const [oldest] = restored.toSorted((one, other) => other.ms - one.ms)
  if (!oldest) return notShown('no copy could be restored')
  const because = `the oldest copy that was restored was ${inWords(oldest.ms)} old`
  return oldest.ms >= ms ? shown(because, oldest.lines) : notShown(`${because}: a run of this length cannot show it`)
}
