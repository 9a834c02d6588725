/** What a run is doing just now, from its entries as they come: lanes for a terminal, one line per phase for a log. */

import { inWords } from '../kernel/index.ts'
import type { Phase, PlannedStep, Stamped } from '../ledger/index.ts'
import { padded, printable } from './printable.ts'

/** Of all arms; those that run at the same time stand below each other. */
export class Progress {
  readonly #lanes = new Map<string, Lane>()

  /** Takes the next entry of an arm's ledger, and returns what a log should say of it: one line when a phase ends. */
  take(arm: string, entry: Stamped): readonly string[] {
    const lane = this.#lanes.get(arm) ?? new Lane()
    this.#lanes.set(arm, lane)
    const said = lane.take(entry)
    return said === undefined ? [] : [`${printable(arm)}: ${said}`]
  }

  /**
   * One line for each arm that has begun, uncut, for the width is the terminal's. Where there is no room for all, those
   * that ended first are only counted.
   */
  lines(atMost = Infinity): readonly string[] {
    const width = Math.max(0, ...[...this.#lanes.keys()].map((arm) => printable(arm).length))
    const all = [...this.#lanes].map(([arm, lane]) => ({
      lane,
      line: `${padded(printable(arm), width)}  ${lane.now()}`,
    }))
    const over = Math.max(0, all.length - atMost)
    if (over === 0) return all.map(({ line }) => line)
    const hidden = new Set(all.filter(({ lane }) => lane.ended).slice(0, over + 1))
    return [`${hidden.size} arms have ended`, ...all.filter((one) => !hidden.has(one)).map(({ line }) => line)]
  }

  /** For a log that has been silent: that something is alive, and where it is. */
  heartbeat(): string {
    const busy = [...this.#lanes].filter(([, { ended }]) => !ended)
    const places = busy.map(([arm, lane]) => `${printable(arm)} (${lane.now()})`)
    return `still running: ${places.join('; ') || 'nothing yet'}`
  }
}

class Lane {
  readonly #labels = new Map<string, string>()
  /** Steps that have begun and not ended, the innermost last. */
  #steps: string[] = []
  readonly #faults = new Map<string, string>()
  readonly #unknown = new Set<string>()
  #phase: Phase | undefined
  #phaseBegan = 0
  #ms = 0
  #planned = 0
  #done = 0
  /** Operations, however often they were offered. */
  readonly #ackedOps = new Set<string>()
  #rejected = 0
  ended = false

  take(entry: Stamped): string | undefined {
    this.#ms = entry.ms
    switch (entry.is) {
      case 'plan':
        this.#learn(entry.plan.steps)
        break
      case 'intent':
        this.#planned += 1
        break
      case 'edit':
        if (!entry.fresh && !entry.adopted) this.#done += 1
        break
      case 'skipped':
        this.#done += 1
        break
      case 'answered':
        this.#answered(entry.op, entry.outcome)
        break
      case 'injury':
        if (entry.state === 'injected' && entry.kind === 'fault') this.#faults.set(entry.injury, entry.name)
        if (entry.state === 'healed') this.#faults.delete(entry.injury)
        break
      case 'step':
        this.#steps = this.#steps.filter((step) => step !== entry.step)
        if (entry.state === 'begin') this.#steps.push(entry.step)
        break
      case 'phase':
        return this.#turn(entry.phase, entry.state)
      case 'end':
        this.ended = true
        return printable(
          [`${entry.state} after ${inWords(entry.ms)}`, ...(entry.because ? [entry.because] : [])].join(': '),
        )
      default:
    }
    return undefined
  }

  /** `disaster 3.2s, pulls the battery: 120 of 600 edits, 118 acknowledged, 2 unknown; on: cutLink`. */
  now(): string {
    const step = this.#steps.at(-1)
    const label = step === undefined ? '' : `, ${printable(this.#labels.get(step) ?? step, 60)}`
    const names = [...this.#faults.values()].map((name) => printable(name))
    const faults = names.length === 0 ? '' : `; on: ${names.join(', ')}`
    if (this.ended) return `ended after ${inWords(this.#ms)}: ${this.#edits()}`
    return `${this.#phase ?? 'start'} ${inWords(this.#ms - this.#phaseBegan)}${label}: ${this.#edits()}${faults}`
  }

  #turn(phase: Phase, state: 'begin' | 'end'): string | undefined {
    if (state === 'end') return `${phase} took ${inWords(this.#ms - this.#phaseBegan)}: ${this.#edits()}`
    this.#phase = phase
    this.#phaseBegan = this.#ms
    return undefined
  }

  #answered(op: string, outcome: 'acked' | 'rejected' | 'indeterminate'): void {
    if (outcome === 'indeterminate') {
      this.#unknown.add(op)
      return
    }
    this.#unknown.delete(op)
    if (outcome === 'acked') this.#ackedOps.add(op)
    else this.#rejected += 1
  }

  #edits(): string {
    const counts = [
      [this.#rejected, 'rejected'],
      [this.#unknown.size, 'unknown'],
    ] as const
    const rest = counts.flatMap(([count, word]) => (count > 0 ? [`, ${count} ${word}`] : [])).join('')
    return `${this.#done} of ${this.#planned} edits, ${this.#ackedOps.size} acknowledged${rest}`
  }

  #learn(steps: readonly PlannedStep[]): void {
    for (const { id, label, steps: inner } of steps) {
      this.#labels.set(id, label)
      this.#learn(inner ?? [])
    }
  }
}
