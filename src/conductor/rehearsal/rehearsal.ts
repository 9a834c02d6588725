/**
 * A plan is walked step by step, and somebody decides before each: on, back, or no further. What is decided is in the
 * ledger, with its time and by whom; what is added to the plan is there as a step like any other.
 */

import type { CompiledDrill } from '../../drill/index.ts'
import { wallTime } from '../../kernel/index.ts'
import type { Decided, PlannedStep } from '../../ledger/index.ts'
import { isEngineBackup } from '../../stage/copies.ts'
import type { Stage } from '../../stage/index.ts'
import { restore, rollBack } from '../../steps/index.ts'
import type { CompiledStep, Step, Walk } from '../../steps/step.ts'
import { changedSince, standingOf, type Standing } from './moment.ts'
import type { Decide } from './offer.ts'
import { touchesOf } from './touches.ts'

const END = 'the end'

interface Way {
  readonly decision: Decided['decision']
  readonly label: string
  /** What is done in the place of going on. */
  readonly step?: Step
}

export class Rehearsal {
  readonly #stage: Stage
  readonly #compiled: CompiledDrill
  readonly #way: Walk
  readonly #decide: Decide
  #standing: Standing = new Map()
  #hasStopped = false
  #added = 0

  constructor(stage: Stage, compiled: CompiledDrill, way: Walk, decide: Decide) {
    this.#stage = stage
    this.#compiled = compiled
    this.#way = way
    this.#decide = decide
  }

  /** What was stopped before leaves the rest out, which is recorded as skipped. */
  readonly walk = async (steps: readonly CompiledStep[]): Promise<void> => {
    for (const step of steps) {
      if (!this.#hasStopped) await this.#before(step)
      if (this.#hasStopped) {
        this.#stage.ledger.append({ is: 'step', step: step.id, state: 'skipped', because: 'the rehearsal was stopped' })
      } else await this.#way.take(step)
    }
  }

  /** After the last step, one can still go back. */
  async end(): Promise<void> {
    if (!this.#hasStopped) await this.#before(undefined)
  }

  async #before(next: CompiledStep | undefined): Promise<void> {
    const { ledger, history, signal } = this.#stage
    const before = next?.id ?? END
    for (;;) {
      signal.throwIfAborted()
      const now = standingOf(history)
      const ways = this.#ways()
      const { choice, by } = await this.#decide({
        is: 'offer',
        before,
        changed: changedSince(this.#standing, now),
        next: next ? touchesOf(this.#compiled, next) : [],
        choices: ways.map(({ label }) => label),
      })
      this.#standing = now
      const way = ways.find(({ label }) => label === choice)
      if (!way) throw new Error(`nobody offered '${choice}' before ${before}`)
      const adds = way.step && this.#toAdd(way.step, way.label, next)
      const { decision } = way
      ledger.append({ is: 'decision', before, decision, by, time: wallTime(), ...(adds && { adds: adds.planned }) })
      await ledger.flush()
      if (decision === 'stop') this.#hasStopped = true
      if (!adds) return
      await this.#way.take(adds.compiled)
    }
  }

  /** Back only where something was upgraded, and a copy only where there is one. */
  #ways(): readonly Way[] {
    const { topology, versionsBefore, copies } = this.#stage
    const upgraded = [...versionsBefore].filter(([, before]) => before.length > 0)
    const held = new Set(copies.taken.map(({ backup }) => backup))
    const backups = [...topology.backups].filter(([, backup]) => isEngineBackup(backup) && held.has(backup))
    return [
      { decision: 'go on', label: 'go on' },
      ...upgraded.map(([service]) => ({
        decision: 'roll back' as const,
        label: `roll back ${topology.nameOf(service)}`,
        step: rollBack(service),
      })),
      ...backups.flatMap(([name, backup]): readonly Way[] =>
        isEngineBackup(backup) ? [{ decision: 'restore', label: `restore ${name}`, step: restore(backup) }] : [],
      ),
      { decision: 'stop', label: 'stop' },
    ]
  }

  #toAdd(step: Step, label: string, next: CompiledStep | undefined) {
    this.#added += 1
    const act = next?.act ?? 'recovery'
    const id = `${act}.rehearsed.${this.#added}`
    const { name, takes, sideEffects } = step
    const planned: PlannedStep = {
      id,
      act,
      name,
      label,
      ...(takes && { takes: true }),
      ...(sideEffects && { sideEffects }),
    }
    const compiled: CompiledStep = { id, act, label, key: id, step, children: [], intents: [] }
    return { planned, compiled }
  }
}
