/** A score that nobody ever attempted. */

import type { Finals } from '../finals.ts'
import type { RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

export function beyondScores(its: RecordCase, finals: Finals): readonly Flagged[] {
  if (its.policy !== 'max') return []
  const most = Math.max(...its.versions.map(({ score }) => score ?? 0))
  const server = finals.server.get(its.account)
  const beyond = its.rows.find(({ view, score }) => view === server && (score ?? 0) > most)
  if (!beyond) return []
  const [version] = its.versions
  return [
    {
      flag: 'corrupted',
      place: its.record,
      record: its.name,
      collection: its.collection,
      version,
      account: its.account,
      cause: undefined,
      because: `the score is ${beyond.score}, and at most ${most} was ever attempted`,
      lines: [beyond.at],
      fresh: version?.fresh ?? false,
    },
  ]
}
