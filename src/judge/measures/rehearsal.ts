/** Whether a plan had been rehearsed, and what was decided on the way if it is a rehearsal. */

import type { History } from '../../history/index.ts'
import type { PlannedStep } from '../../ledger/entries.ts'
import type { RehearsalJudged } from '../judgement.ts'

const BRINGS_BACK: readonly string[] = ['restore', 'rollBack', 'edgeRestore', 'salvage', 'upgrade']

/** Undefined for a plan that brings nothing back, and that nobody has rehearsed. Without a log, nobody knows. */
export function rehearsalOf({ run, plan, decisions }: History): RehearsalJudged | undefined {
  const isTold = run?.rehearsed !== undefined || run?.rehearsal === true
  const isOfUse = run?.attempt !== undefined && bringsBack(plan?.steps ?? [])
  if (!isTold && !isOfUse) return undefined
  const { rehearsed } = run
  return {
    ...(rehearsed && { before: rehearsed }),
    decisions: decisions.map(({ before, decision, label = decision, by, time }) => ({
      before,
      decision: label,
      by,
      time,
    })),
  }
}

function bringsBack(steps: readonly PlannedStep[]): boolean {
  return steps.some(({ name, steps: inside = [] }) => BRINGS_BACK.includes(name) || bringsBack(inside))
}
