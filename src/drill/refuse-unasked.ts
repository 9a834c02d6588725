/** A drill that asks somebody, where nobody can be asked: refused before anything starts. */

import { Failure } from '../kernel/index.ts'
import { nobodyIn, wayToAsk } from '../runtime/index.ts'
import type { CompiledDrill } from './compiled.ts'
import { everyStep } from './tree.ts'

/** Whether a step of it is carried out by somebody else. */
export function asksSomebody({ acts }: Pick<CompiledDrill, 'acts'>): boolean {
  return everyStep(Object.values(acts).flat()).some(({ step }) => step.asks)
}

/** Throws a usage `Failure` that names the step. `atTerminal`: somebody is there to be asked. */
export function refuseUnasked(compiled: CompiledDrill, { atTerminal }: { readonly atTerminal: boolean }): void {
  const { name, arm, acts } = compiled
  const asking = everyStep(Object.values(acts).flat()).find(({ step }) => step.asks)
  const way = wayToAsk()
  if (!asking || way || atTerminal) return
  const { id, step } = asking
  throw new Failure('usage', `${name}: arm '${arm}': ${nobodyIn({ step: id, what: step.asks?.what ?? '' })}`)
}
