/**
 * The negative control: after a pass, this run's own case is damaged in every way that applies, and judged again. Each
 * damage must be named, on exactly the record that was damaged; else the pass is worth nothing.
 */

import type { Control } from '../judgement.ts'
import type { Case } from '../case.ts'
import { evaluate, type Evaluation } from '../evaluate.ts'
import { MUTANTS, type Mutant } from './mutants.ts'

/** A missing record shows in these too, as a class or a copy that is not whole. */
const OF_NO_RECORD = new Set(['recoveryTime', 'backupsTellTheTruth'])

export function controlOf(its: Case, passed: Evaluation, mutants: readonly Mutant[] = MUTANTS): Control {
  return { mutants: mutants.map((mutant) => tried(its, passed, mutant)) }
}

function tried(its: Case, passed: Evaluation, { mutant, promise, apply }: Mutant): Control['mutants'][number] {
  const judged = promise === undefined || passed.promises.some((one) => one.promise === promise && !one.waived)
  const planted = judged ? apply(its, passed) : undefined
  if (!planted)
    return {
      mutant,
      state: 'not applicable',
      because: judged ? 'this run has nothing to plant it on' : `${promise} is not judged`,
    }
  const { verdict, promises, doubts } = evaluate(planted.its)
  const about = planted.record === undefined ? {} : { record: planted.record }
  const findings = promises.filter(({ waived }) => !waived).flatMap((one) => one.findings)
  const { expect } = planted
  if (expect.verdict !== verdict)
    return {
      mutant,
      ...about,
      state: 'missed',
      because: `expected ${expect.verdict}, and the judge said ${verdict}${doubts[0] ? `: ${doubts[0]}` : ''}`,
    }
  if (expect.finding === undefined)
    return { mutant, ...about, state: 'named', because: doubts[0] ?? 'the judge was not misled' }
  const named = findings.some(
    ({ finding, record }) =>
      expect.finding?.includes(finding) && (planted.record === undefined || record === planted.record),
  )
  const others = findings.filter(({ record, promise: owner }) => record !== planted.record && !OF_NO_RECORD.has(owner))
  const names = findings.map(({ finding }) => finding).join(', ')
  if (!named)
    return {
      mutant,
      ...about,
      state: 'missed',
      because: `expected ${expect.finding.join(' or ')}, found ${names || 'nothing'}`,
    }
  const [other] = planted.record === undefined ? [] : others
  if (other) return { mutant, ...about, state: 'missed', because: `also named ${other.record}: ${other.finding}` }
  return { mutant, ...about, state: 'named', because: findings[0]?.because ?? '' }
}
