/** The steps of an act, numbered, named and checked one by one: what a conductor will walk. */

import { Failure, reasonOf } from '../kernel/index.ts'
import type { Act, PlannedStep } from '../ledger/index.ts'
import { canonical } from '../records/index.ts'
import { callOf, printed } from './call.ts'
import type { Branch, CompiledStep } from './compiled.ts'
import type { Check } from './check-step.ts'
import type { Names } from './names.ts'
import { injuryIn, ongoingIn, type Step, type Steps } from './step.ts'

/** A step without its planned edits: these need all steps to be known. */
export type Numbered = Omit<CompiledStep, 'intents' | 'children' | 'ongoing'> & {
  readonly children: readonly Numbered[]
  readonly ongoing?: Numbered
}

export class Tree {
  readonly #names: Names
  readonly #check: Check
  readonly #occurrences = new Map<string, number>()

  constructor(names: Names, check: Check) {
    this.#names = names
    this.#check = check
  }

  number(act: Act, steps: Steps): readonly Numbered[] {
    return this.#inside(act, act, flat(act, steps), undefined)
  }

  #inside(
    act: Act,
    parent: string,
    steps: readonly Step[],
    within: Step | undefined,
    branch?: Branch,
  ): readonly Numbered[] {
    const numbered = steps.map((step, index) => this.#one(act, `${parent}.${index + 1}`, step, within))
    return branch === undefined ? numbered : numbered.map((one) => ({ ...one, branch }))
  }

  #children(act: Act, id: string, step: Step): readonly Numbered[] {
    const { details } = step
    if (details.does !== 'gate') return this.#inside(act, id, stepsIn(id, step), step)
    return (['go', 'stop'] as const).flatMap((branch) =>
      this.#inside(act, `${id}.${branch}`, flat(id, details[branch]), step, branch),
    )
  }

  #one(act: Act, id: string, step: Step, within: Step | undefined): Numbered {
    const { details } = step
    const call = inStep(`${id} ${step.step}`, () => callOf(step, this.#names))
    const label = printed(call)
    inStep(`${id} ${label}`, () => this.#check({ act, step, within }))
    const value = canonical(call)
    const occurrence = (this.#occurrences.get(value) ?? 0) + 1
    this.#occurrences.set(value, occurrence)
    const ongoing = ongoingIn(details)
    return {
      id,
      act,
      label,
      step,
      details,
      key: `${value}#${occurrence}`,
      ...(ongoing && { ongoing: this.#one(act, `${id}.0`, ongoing, step) }),
      children: this.#children(act, id, step),
    }
  }
}

/** A step and all that it has inside, in the order in which they begin. */
export function everyStep<S extends { readonly ongoing?: S; readonly children: readonly S[] }>(
  steps: readonly S[],
): readonly S[] {
  return steps.flatMap((step) => [step, ...everyStep(step.ongoing ? [step.ongoing] : []), ...everyStep(step.children)])
}

export function planned({ id, act, step, details, label, ongoing, children, branch }: Numbered): PlannedStep {
  const injury = injuryIn(details)
  const steps = [...(ongoing ? [ongoing] : []), ...children].map(planned)
  return {
    id,
    act,
    name: step.step,
    label,
    ...(injury && { injury: injury.name }),
    ...(branch && { branch }),
    ...(steps.length > 0 && { steps }),
  }
}

function stepsIn(id: string, { details }: Step): readonly Step[] {
  if (details.does === 'during') return flat(id, details.steps)
  if (details.does === 'at') return flat(id, [details.step])
  if (details.does !== 'repeat') return []
  return Array.from({ length: details.times }, () => flat(id, details.steps)).flat()
}

/** Lists in lists laid out, and what an arm leaves out left out. */
function flat(where: string, steps: Steps): readonly Step[] {
  return steps.flatMap((step): readonly Step[] => {
    if (step === false) return []
    if (Array.isArray(step)) return flat(where, step as Steps)
    if (isStep(step)) return [step]
    throw new Failure('usage', `${where}: expected steps such as work(...) or inject(...), got ${kindOf(step)}`)
  })
}

function isStep(candidate: unknown): candidate is Step {
  return typeof candidate === 'object' && candidate !== null && 'step' in candidate && 'details' in candidate
}

function kindOf(candidate: unknown): string {
  if (typeof candidate !== 'object' || candidate === null) return String(candidate)
  return 'is' in candidate ? `a ${String(candidate.is)}` : 'an object that no step function made'
}

/** Puts the place before a message that says what is wrong there. */
export function inStep<T>(where: string, look: () => T): T {
  try {
    return look()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    throw new Failure(thrown.class, `${where}: ${reasonOf(thrown)}`, { cause: thrown })
  }
}
