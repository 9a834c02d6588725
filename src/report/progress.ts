/** What a run is doing just now, from its entries as they come: lanes for a terminal, one line per phase for a log. */

import { Fold, type PhaseHistory } from '../history/index.ts'
import { inWords } from '../kernel/index.ts'
import type { Stamped } from '../ledger/index.ts'
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

class Lane {
  /** Nothing of what anybody was shown is told here. */
  readonly #fold = new Fold({ leavesOutViews: true })

  get ended(): boolean {
    return this.#fold.history.end !== undefined
  }

  take(entry: Stamped): string | undefined {
    this.#fold.take(entry)
    const { end, latest, aloud } = this.#fold.history
    if (aloud?.at === latest.at) return printable(aloud.text)
    const phase = this.#phase()
    if (phase?.ended?.at === latest.at) return `${phase.name} took ${inWords(this.#phaseMs())}: ${this.#numbers()}`
    if (end?.at !== latest.at) return undefined
    const why = end.because ? [end.because] : []
    return printable([`${end.state} after ${inWords(latest.ms)}`, ...why].join(': '))
  }

  /** `disaster 3.2s, pulls the battery: 120 of 600 edits, 118 acknowledged, 2 unknown; on: cutLink`, where it fits. */
  now(columns = Infinity): string {
    const { steps, injuries, aloud } = this.#fold.history
    if (aloud !== undefined) return cut(printable(aloud.text), columns)
    const step = steps.findLast(({ state }) => state === 'going on')
    const label = step === undefined ? '' : `, ${printable(step.label, 60)}`
    const on = injuries.filter(({ kind, injected, until }) => kind === 'fault' && injected && until === Infinity)
    const names = on.map(({ name }) => printable(name))
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
    if (this.ended) return `ended after ${inWords(this.#fold.history.latest.ms)}`
    return `${this.#phase()?.name ?? 'start'} ${inWords(this.#phaseMs())}`
  }

  /** The one that began last. */
  #phase(): PhaseHistory | undefined {
    return [...this.#fold.history.phases.values()].at(-1)
  }

  /** Since it began, over or not: what comes after a phase counts as part of it until another begins. */
  #phaseMs(): number {
    return this.#fold.history.latest.ms - (this.#phase()?.began.ms ?? 0)
  }

  #numbers(): string {
    const { planned, skipped, made, acked, rejected, indeterminate } = this.#fold.history.edits
    const rest = [
      [rejected, 'rejected'],
      [indeterminate, 'unknown'],
    ].flatMap(([count, word]) => (count === 0 ? [] : [`, ${count} ${word}`]))
    return `${made + skipped} of ${planned} edits, ${acked} acknowledged${rest.join('')}`
  }
}
