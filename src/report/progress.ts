/** What a run is doing just now, from its entries as they come: lanes for a terminal, one line per phase for a log. */

import { inWords } from '../kernel/index.ts'
import type { Phase, PlannedStep, Stamped } from '../ledger/index.ts'
import { cut, padded, printable, widthOf } from './printable.ts'

/** Columns of a name that are worth more than the phase. */
const LEAST_NAME = 8

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
   * One line for each arm that has begun. Where columns are few, the name is cut, and the numbers stay.
   * Where there is no room for all, those that ended first are only counted.
   */
  lines(atMost = Infinity, columns = Infinity): readonly string[] {
    const lanes = [...this.#lanes].map(([arm, lane]) => ({ lane, name: printable(arm) }))
    const least = Math.max(0, ...lanes.map(({ lane }) => widthOf(lane.least(columns - 2 - LEAST_NAME))))
    const longest = Math.max(0, ...lanes.map(({ name }) => widthOf(name)))
    const width = Math.min(longest, Math.max(1, columns - 2 - least))
    // What all names begin with tells them apart least of all.
    const [start = ''] = /^.*?: /.exec(lanes[0]?.name ?? '') ?? []
    const isShared = width < longest && lanes.every(({ name }) => name.startsWith(start))
    const all = lanes.map(({ lane, name }) => {
      const own = isShared ? name.slice(start.length) : name
      const line = `${padded(cut(own, width), width)}  ${lane.now(columns - 2 - width)}`
      return { lane, line: cut(line, columns) }
    })
    const over = Math.max(0, all.length - atMost)
    if (over === 0) return all.map(({ line }) => line)
    const hidden = new Set(all.filter(({ lane }) => lane.ended).slice(0, over + 1))
    const ended = cut(`${hidden.size} arms have ended`, columns)
    return [ended, ...all.filter((one) => !hidden.has(one)).map(({ line }) => line)]
  }

  /** For a log that has been silent: that something is alive, and where it is. */
  heartbeat(): string {
    const busy = [...this.#lanes].filter(([, { ended }]) => !ended)
    const places = busy.map(([arm, lane]) => `${printable(arm)} (${lane.now()})`)
    const otherwise = this.#lanes.size === 0 ? 'nothing yet' : 'what was played is judged, and what it made is removed'
    return `still running: ${places.join('; ') || otherwise}`
  }
}

type Outcome = Extract<Stamped, { readonly is: 'answered' }>['outcome']

class Lane {
  readonly #labels = new Map<string, string>()
  /** Steps that have begun and not ended, the innermost last. */
  #steps: string[] = []
  readonly #faults = new Map<string, string>()
  #phase: Phase | undefined
  #phaseBegan = 0
  #ms = 0
  #planned = 0
  #skipped = 0
  /** Edits of people, by operation, and how each was answered last, however often it was offered. */
  readonly #edits = new Map<string, Outcome | 'open'>()
  readonly #counts = { open: 0, acked: 0, rejected: 0, indeterminate: 0 }
  /** What it waits for, where that takes long. */
  #aloud: string | undefined
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
        if (!entry.fresh && !entry.adopted) this.#edited(entry.op)
        break
      case 'skipped':
        this.#skipped += 1
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
      case 'note':
        if (entry.aloud) this.#aloud = printable(entry.text)
        return entry.aloud && this.#aloud
      case 'end':
        this.ended = true
        return printable(
          [`${entry.state} after ${inWords(entry.ms)}`, ...(entry.because ? [entry.because] : [])].join(': '),
        )
      default:
    }
    return undefined
  }

  /** `disaster 3.2s, pulls the battery: 120 of 600 edits, 118 acknowledged, 2 unknown; on: cutLink`, where it fits. */
  now(columns = Infinity): string {
    if (this.#aloud !== undefined) return cut(this.#aloud, columns)
    const step = this.#steps.at(-1)
    const label = step === undefined ? '' : `, ${printable(this.#labels.get(step) ?? step, 60)}`
    const names = [...this.#faults.values()].map((name) => printable(name))
    const faults = names.length === 0 ? '' : `; on: ${names.join(', ')}`
    const wide = [
      `${this.#where()}${label}: ${this.#numbers()}${faults}`,
      `${this.#where()}${label}: ${this.#numbers()}`,
    ]
    return (this.ended ? [] : wide).find((line) => widthOf(line) <= columns) ?? this.least(columns)
  }

  /** All numbers, and the phase too where it fits. */
  least(columns: number): string {
    const lines = [`${this.#where()}: ${this.#numbers()}`, this.#numbers()]
    return lines.find((line) => widthOf(line) <= columns) ?? this.#numbers().replace('acknowledged', 'acked')
  }

  #where(): string {
    if (this.ended) return `ended after ${inWords(this.#ms)}`
    return `${this.#phase ?? 'start'} ${inWords(this.#ms - this.#phaseBegan)}`
  }

  #turn(phase: Phase, state: 'begin' | 'end'): string | undefined {
    if (state === 'end') return `${phase} took ${inWords(this.#ms - this.#phaseBegan)}: ${this.#numbers()}`
    this.#phase = phase
    this.#phaseBegan = this.#ms
    return undefined
  }

  #edited(op: string): void {
    if (this.#edits.has(op)) return
    this.#edits.set(op, 'open')
    this.#counts.open += 1
  }

  #answered(op: string, outcome: Outcome): void {
    const before = this.#edits.get(op)
    // What was saved stays saved; a probe of the harness itself is nobody's edit.
    if (before === undefined || before === 'acked') return
    this.#edits.set(op, outcome)
    this.#counts[before] -= 1
    this.#counts[outcome] += 1
  }

  #numbers(): string {
    const { acked, rejected, indeterminate } = this.#counts
    const rest = [
      [rejected, 'rejected'],
      [indeterminate, 'unknown'],
    ].flatMap(([count, word]) => (count === 0 ? [] : [`, ${count} ${word}`]))
    return `${this.#edits.size + this.#skipped} of ${this.#planned} edits, ${acked} acknowledged${rest.join('')}`
  }

  #learn(steps: readonly PlannedStep[]): void {
    for (const { id, label, steps: inner } of steps) {
      this.#labels.set(id, label)
      this.#learn(inner ?? [])
    }
  }
}
