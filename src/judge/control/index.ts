/**
 * The negative control: after a pass, this run is damaged in every way that applies, and what was damaged is judged
 * again. Each damage must be named, on exactly the record that was damaged; else the pass is worth nothing. It costs
 * one walk over the records to find its victims; nothing else is judged twice.
 */

import type { History } from '../../history/index.ts'
import type { Control } from '../judgement.ts'
import { doubtInWords } from '../doubts/index.ts'
import { evaluate, type Evaluation } from '../verdict.ts'
import { MUTANTS, type Mutant } from './mutants.ts'
import { victimsOf, type Victims } from './victims.ts'

/** A missing record shows in these too, as a collection or a copy that is not whole, or as untrue words. */
const OF_NO_RECORD = new Set(['recoveryTime', 'backupsTellTheTruth', 'announcementsAreTrue'])

export function controlOf(history: History, passed: Evaluation, mutants: readonly Mutant[] = MUTANTS): Control {
  const victims = victimsOf(passed)
  return { mutants: mutants.map((mutant) => tried(history, passed, victims, mutant)) }
}

type Tried = Control['mutants'][number]

function tried(history: History, passed: Evaluation, victims: Victims, { mutant, promises, apply }: Mutant): Tried {
  const owners = promises && passed.promises.filter((one) => promises.includes(one.promise) && !one.waived)
  if (owners?.length === 0)
    return { mutant, state: 'not applicable', because: `${promises?.join(' and ')} is not judged` }
  const planted = apply(history, passed, victims)
  if (!planted) return { mutant, state: 'not applicable', because: 'this run has nothing to plant it on' }
  const found = evaluate(planted.history, planted.assessed)
  const about = planted.record === undefined ? {} : { record: planted.record }
  const missed = objection(found, planted)
  if (missed !== undefined) return { mutant, ...about, state: 'missed', because: missed }
  const findings = found.promises.filter(({ waived }) => !waived).flatMap((one) => one.findings)
  const [doubt] = found.doubts
  const because = planted.expect.finding === undefined ? doubt && doubtInWords(doubt) : findings[0]?.because
  return { mutant, ...about, state: 'named', because: because ?? 'the judge was not misled' }
}

/** How what was found differs from what was planted. */
function objection(
  { verdict, promises, doubts }: Evaluation,
  { expect, record: planted }: NonNullable<ReturnType<Mutant['apply']>>,
): string | undefined {
  const [doubt] = doubts
  if (expect.verdict !== verdict)
    return `expected ${expect.verdict}, and the judge said ${verdict}${doubt ? `: ${doubtInWords(doubt)}` : ''}`
  if (expect.finding === undefined) return undefined
  const findings = promises.filter(({ waived }) => !waived).flatMap((one) => one.findings)
  const isNamed = findings.some(
    ({ finding, record }) => expect.finding?.includes(finding) && (planted === undefined || record === planted),
  )
  if (!isNamed) {
    const names = findings.map(({ finding }) => finding).join(', ')
    return `expected ${expect.finding.join(' or ')}, found ${names || 'nothing'}`
  }
  const other = findings.find(({ record, promise }) => record !== planted && !OF_NO_RECORD.has(promise))
  return planted !== undefined && other ? `also named ${other.record}: ${other.finding}` : undefined
}
