/** Counts for the report: flags by kind and collection, edits by what came of them. */

import type { Flagged } from '../flags/index.ts'
import type { Counts, EditsJudged, Flag, Judgement } from '../judgement.ts'
import type { Edits } from '../totals.ts'

export function tallyFlags(flags: readonly Flagged[]): Pick<Judgement, 'flags' | 'flagsByCollection'> {
  const counted = flags.filter(({ fresh }) => !fresh)
  const classed = Map.groupBy(
    counted.filter(({ version }) => version !== undefined),
    ({ collection: of }) => of,
  )
  const byCollection = [...classed].flatMap(([of, own]) => (of === undefined ? [] : [[of, countsOf(own)] as const]))
  return {
    flags: countsOf(counted),
    flagsByCollection: Object.fromEntries(byCollection),
  }
}

function countsOf(flags: readonly Flagged[]): Counts<Flag> {
  const counts: Partial<Record<Flag, number>> = {}
  for (const { flag } of flags) counts[flag] = (counts[flag] ?? 0) + 1
  return counts
}

export function tally({ sent, acked, refused, unanswered }: Edits): EditsJudged {
  return { sent, acked, refused, unanswered }
}
