/** What is wrong besides losses, record by record, and what belongs to no record. One file for each kind. */

import type { Variant } from '../../history/index.ts'
import type { Finals } from '../finals.ts'
import type { RecordFate } from '../fates/fate.ts'
import { contentFlags, strangers } from './content.ts'
import { damagedOnTheWay } from './damaged-on-the-way.ts'
import { divergences } from './diverged.ts'
import { duplicates } from './duplicated.ts'
import type { Flagged } from './flagged.ts'
import { resurrections } from './resurrected.ts'
import { beyondScores } from './score.ts'
import { emptyOnce, leaksOnce } from './shown-once.ts'

export type { Flagged } from './flagged.ts'

/** `variants`: rows of it that some read showed and that nobody wrote so. */
export function flagsOf(fate: RecordFate, finals: Finals, variants: readonly Variant[]): readonly Flagged[] {
  const { its } = fate
  return once([
    ...contentFlags(its, finals),
    ...duplicates(its),
    ...resurrections(its),
    ...divergences(fate, finals),
    ...beyondScores(its, finals),
    ...damagedOnTheWay(its, variants),
  ])
}

/** Of rows that belong to no record of this run, and of reads on the way. */
export function flagsOfViews(finals: Finals, isWanted: (account: string) => boolean): readonly Flagged[] {
  const { history } = finals
  return once([...strangers(finals), ...leaksOnce(history, isWanted), ...emptyOnce(history, isWanted)])
}

/** One flag of a kind for each record: the first, which is the server's. */
export function once(flags: readonly Flagged[]): readonly Flagged[] {
  if (flags.length < 2) return flags
  const seen = new Set<string>()
  return flags.filter(({ flag, record, lines }) => {
    const key = `${flag}/${record ?? lines[0]}`
    return !seen.has(key) && seen.add(key)
  })
}
