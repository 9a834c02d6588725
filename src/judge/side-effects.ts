/** What a step or an injury brings with it, and whether a finding is that: its cause must be that very step. */

import type { History } from '../history/index.ts'
import type { PlannedStep } from '../ledger/entries.ts'
import type { Finding } from './judgement.ts'

export type IsSideEffect = (finding: Finding) => boolean

/** Of a step that failed, or of a service that did it by itself, nothing follows. */
export function sideEffectsOf({ plan }: History): IsSideEffect {
  const steps = new Map(everyStep(plan?.steps ?? []).map((step) => [step.id, step]))
  return ({ promise, finding, cause }) => {
    if (cause?.kind !== 'step' && cause?.kind !== 'injury') return false
    const { sideEffects } = steps.get(cause.step ?? '') ?? {}
    return sideEffects?.some((one) => one.promise === promise && one.findings.includes(finding)) ?? false
  }
}

function everyStep(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  return steps.flatMap((step) => [step, ...everyStep(step.steps ?? [])])
}
