/** Injects, witnesses and heals: every injury is in the ledger before it happens, and none is left on. */

import { Failure, reasonOf, until, type Random } from '../kernel/index.ts'
import type { ActiveFault, Damage, Fault, Inflicted, Injury, Scene } from '../faults/fault.ts'
import type { Injury as InjuryEntry, Ledger } from '../ledger/index.ts'

type InjuryState = Extract<InjuryEntry, { readonly is: 'injury' }>

interface Active {
  readonly id: string
  readonly step: string
  readonly fault: Fault
  readonly on: readonly string[]
  readonly active: ActiveFault
}

const HEALED_MS = 15_000

export class Injuries {
  readonly #scene: Scene
  readonly #ledger: Ledger
  readonly #nameOf: (target: Injury['on'][number]) => string
  readonly #random: Random
  /** Of the run: whoever breaks it off waits for no probe. */
  readonly #signal: AbortSignal
  readonly #active: Active[] = []
  #count = 0

  constructor(
    scene: Scene,
    ledger: Ledger,
    nameOf: (target: Injury['on'][number]) => string,
    random: Random,
    signal: AbortSignal,
  ) {
    this.#signal = signal
    this.#scene = scene
    this.#ledger = ledger
    this.#nameOf = nameOf
    this.#random = random
  }

  /** Faults that are on, by the names of their functions. */
  get on(): readonly string[] {
    return this.#active.map(({ fault }) => fault.name)
  }

  /** `key` names the injection's stream of random numbers. */
  async inject(injury: Injury, step: string, key: string): Promise<void> {
    const id = `injury-${(this.#count += 1)}`
    const on = injury.on.map(this.#nameOf)
    const entry = (state: InjuryState['state'], more: Partial<InjuryState> = {}) =>
      this.#ledger.append({
        is: 'injury',
        injury: id,
        step,
        name: injury.name,
        kind: injury.is,
        on,
        settings: injury.settings,
        state,
        ...more,
      })
    entry('begin')
    await this.#ledger.flush()
    try {
      if (injury.is === 'fault') {
        const active = await injury.inject(this.#scene, this.#random.fork(key))
        entry('injected', active.took ? { took: active.took } : {})
        this.#active.push({ id, step, fault: injury, on, active })
      } else {
        const inflicted = await injury.inject(this.#scene, this.#random.fork(key))
        entry('injected', inflicted.took ? { took: inflicted.took } : {})
        await this.#witness(id, inflicted)
      }
    } catch (thrown) {
      entry('failed', { because: reasonOf(thrown) })
      throw new Failure(
        'environment',
        `${injury.name} on ${on.join(', ')} could not be injected: ${reasonOf(thrown)}`,
        {
          cause: thrown,
        },
      )
    }
  }

  /** Heals the newest injection of this fault; one that is not on (any more) is left as it is. */
  async heal(fault: Fault | Damage): Promise<void> {
    const index = this.#active.findLastIndex((active) => active.fault === fault)
    const [active] = index < 0 ? [] : this.#active.splice(index, 1)
    if (active) await this.#heal(active)
  }

  /** Newest first, each proven; what cannot be healed is residue, and everything after it is inconclusive. */
  async healAll(): Promise<void> {
    for (let active = this.#active.pop(); active; active = this.#active.pop()) await this.#heal(active)
  }

  async #heal({ id, step, fault, on, active }: Active): Promise<void> {
    const entry = (state: InjuryState['state'], because?: string) =>
      this.#ledger.append({
        is: 'injury',
        injury: id,
        step,
        name: fault.name,
        kind: 'fault',
        on,
        settings: fault.settings,
        state,
        ...(because !== undefined && { because }),
      })
    await this.#witness(id, active)
    entry('healing')
    try {
      await active.heal()
      // Who has stood still takes a moment to answer again.
      const wait = { what: 'it to be healed', atMostMs: HEALED_MS, signal: this.#signal }
      const isHealed = await until(() => active.isHealed(), wait).catch(() => false)
      if (isHealed) entry('healed')
      else entry('residue', 'the probe after healing still saw it')
    } catch (thrown) {
      entry('residue', reasonOf(thrown))
    }
  }

  async #witness(injury: string, inflicted: Inflicted): Promise<void> {
    try {
      const { what, count } = await inflicted.witness()
      this.#ledger.append({ is: 'witness', injury, saw: count > 0 ? 'effect' : 'nothing', what, count })
    } catch (thrown) {
      const what = `the witness could not look: ${reasonOf(thrown)}`
      this.#ledger.append({ is: 'witness', injury, saw: 'nothing', what, count: 0 })
    }
  }
}
