/**
 * Claim: what an account held before the drill began stays as it was. Adopted rows are judged by their content.
 * Refuted by: an adopted row that is missing, changed or there twice at the end.
 * Inconclusive: never by itself; most drills begin with empty accounts. Cost: linear in the adopted rows.
 */

import type { Case, RowAt } from '../case.ts'
import type { Finding } from '../judgement.ts'
import type { Claim, Examine } from './promise.ts'

type Change = 'lost' | 'unrecoverable' | 'corrupted' | 'duplicated'

export function whatWasThereStays(): Claim<Change> {
  const findings: readonly Change[] = ['lost', 'unrecoverable', 'corrupted', 'duplicated']
  return {
    promise: 'whatWasThereStays',
    claim: 'What was there before the drill stays as it was.',
    findings,
    terms: {},
  }
}

export const examine: Examine = (its) => {
  const adopted = its.adopted.flatMap(({ party, rows }) => rows.map((row) => ({ account: party.account, row })))
  const findings = adopted.flatMap(({ account, row }) => changeOf(its, account, row))
  // Accounts that were empty had nothing to keep, and kept it.
  return { findings, evaluated: Math.max(1, adopted.length) }
}

function changeOf(its: Case, account: string, row: RowAt): readonly Finding[] {
  const final = its.finals.findLast(
    ({ party, state }) => party.kind === 'server' && party.account === account && state !== 'unreadable',
  )
  if (!final || final.unread.has(row.class)) return []
  const there = final.rows.filter(({ id, class: one, deleted }) => id === row.id && one === row.class && !deleted)
  const common = { promise: 'whatWasThereStays', class: row.class, account, lines: [row.at, final.at] }
  if (there.length > 1)
    return [{ ...common, finding: 'duplicated', because: `${row.class} ${row.id} is there ${there.length} times` }]
  const [now] = there
  if (!now)
    return [{ ...common, finding: 'lost', because: `${row.class} ${row.id} was there before the drill, and is gone` }]
  if (now.hash === row.hash) return []
  return [
    { ...common, finding: 'corrupted', because: `${row.class} ${row.id} was there before the drill, and has changed` },
  ]
}
