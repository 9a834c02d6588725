/** The steps that change versions, break off other steps, and ask before they go on. */

import type { EngineBackup } from '../backups/index.ts'
import type { Injury } from '../faults/index.ts'
import type { Devices } from '../fleet/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import type { Service } from '../site/index.ts'
import type { Moment, Question, Step, Steps } from './step.ts'
import { work } from './steps.ts'

/** Stops the service and starts it in another version; what it says that it runs is asked before and after. */
export function upgrade<V extends string>(service: Service<V>, to: NoInfer<V>): Step {
  return { step: 'upgrade', details: { does: 'upgrade', service, to } }
}

/** To the version before; recorded as skipped where that one runs already. */
export function rollBack(service: Service): Step {
  return { step: 'rollBack', details: { does: 'rollBack', service } }
}

/** Injects in the middle of a step; a fault heals when the step has ended. If the moment never comes: inconclusive. */
export function interrupt(step: Step, options: { readonly with: Injury; readonly when: Moment }): Step {
  return { step: 'interrupt', details: { does: 'interrupt', step, injury: options.with, moment: options.when } }
}

/** When the service announces a milestone in its log. */
export function says<M extends string>(service: Service<string, M>, milestone: NoInfer<M>): Moment {
  return { is: 'moment', service, milestone }
}

/** Go or stop: the answer is found out during the run, both branches are in the plan. */
export function gate(question: Question, then: { readonly go?: Steps; readonly stop?: Steps }): Step {
  const { go = [], stop = [] } = then
  return { step: 'gate', details: { does: 'gate', question, go, stop } }
}

/** The newest copy, restored into a clean room and compared. An answer of no withdraws the claim that it is good. */
export function verifies(backup: EngineBackup): Question {
  return { is: 'question', asks: 'verifies', backup }
}

/** Some devices work first; then all acknowledged records of their accounts are judged by what the server shows. */
export function canaryKeeps(
  canary: { readonly devices: Devices; readonly edits: number },
  ...claims: readonly [Claim, ...Claim[]]
): Question {
  const { devices: by, edits } = canary
  return { is: 'question', asks: 'canaryKeeps', devices: by, work: work({ edits, by }), claims }
}
