/** The steps of an act, numbered, named and checked one by one: what a conductor will walk. */

import { Failure, reasonOf } from '../kernel/index.ts'
import type { Act, PlannedStep } from '../ledger/index.ts'
import { canonical } from '../records/index.ts'
import type { Topology } from '../site/index.ts'
import { callOf, printed } from '../steps/call.ts'
import { demand } from '../steps/demand.ts'
import type { Names } from '../steps/names.ts'
import type { CompiledStep, Step, Steps } from '../steps/step.ts'
import { checkInjury } from './check-injury.ts'

/** A step without its planned edits: these need all steps to be known. */
export type Numbered = Omit<CompiledStep, 'intents' | 'children' | 'ongoing'> & {
  readonly children: readonly Numbered[]
  readonly ongoing?: Numbered
}

export class Tree {
  readonly #topology: Topology
  readonly #names: Names
  /** In the order of the drill: a fault is healed after it was injected, a copy restored after it was made. */
  readonly #earlier: Step[] = []
  readonly #occurrences = new Map<string, number>()

  constructor(topology: Topology, names: Names) {
    this.#topology = topology
    this.#names = names
  }

  number(act: Act, steps: Steps): readonly Numbered[] {
    return this.#all(act, act, steps, undefined)
  }

  #all(act: Act, parent: string, steps: Steps, within: Step | undefined): readonly Numbered[] {
    return flat(parent, steps).map((step, index) => this.#one(act, `${parent}.${index + 1}`, step, within))
  }

  #children(act: Act, id: string, step: Step): readonly Numbered[] {
    return (step.inside?.() ?? []).flatMap(({ branch, steps }) =>
      branch === undefined
        ? this.#all(act, id, steps, step)
        : this.#all(act, `${id}.${branch}`, steps, step).map((one) => ({ ...one, branch })),
    )
  }

  #one(act: Act, id: string, step: Step, within: Step | undefined): Numbered {
    const call = inStep(`${id} ${step.name}`, () => callOf(step, this.#names))
    const label = printed(call)
    inStep(`${id} ${label}`, () => this.#check(act, step, within))
    const value = canonical(call)
    const occurrence = (this.#occurrences.get(value) ?? 0) + 1
    this.#occurrences.set(value, occurrence)
    const { ongoing } = step
    return {
      id,
      act,
      label,
      step,
      key: `${value}#${occurrence}`,
      ...(ongoing && { ongoing: this.#one(act, `${id}.0`, ongoing, step) }),
      children: this.#children(act, id, step),
    }
  }

  #check(act: Act, step: Step, within: Step | undefined): void {
    const place = { act, within, earlier: this.#earlier, topology: this.#topology }
    if (act === 'given') checkGiven(step)
    if (step.injury) checkInjury(step.injury, place)
    step.check?.(place)
    this.#earlier.push(step)
  }
}

/** Nobody has signed in yet: there is nothing of theirs to lose, to copy or to bring back. */
function checkGiven({ name, preparesData }: Step): void {
  const allowed = 'steps that make what is there (run, put, start)'
  demand(preparesData === true, 'given', `${allowed}; before is for anything else`, name)
}

/** A step and all that it has inside, in the order in which they begin. */
export function everyStep<S extends { readonly ongoing?: S; readonly children: readonly S[] }>(
  steps: readonly S[],
): readonly S[] {
  return steps.flatMap((step) => [step, ...everyStep(step.ongoing ? [step.ongoing] : []), ...everyStep(step.children)])
}

export function planned({ id, act, step, label, ongoing, children, branch }: Numbered): PlannedStep {
  const steps = [...(ongoing ? [ongoing] : []), ...children].map(planned)
  const sideEffects = step.injury ? step.injury.sideEffects : step.sideEffects
  return {
    id,
    act,
    name: step.name,
    label,
    ...(step.injury && { injury: step.injury.name }),
    ...(branch && { branch }),
    ...(step.takes && { takes: true as const }),
    ...(sideEffects && { sideEffects }),
    ...(steps.length > 0 && { steps }),
  }
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
  return typeof candidate === 'object' && candidate !== null && 'is' in candidate && candidate.is === 'step'
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
