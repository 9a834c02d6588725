/** What happened in a run, in lanes: acts, steps, injuries, services, devices, copies, restores, gates. */

import type { PlannedStep, Stamped } from '../../ledger/index.ts'
import type { Mark, Moment, Span } from './moments.ts'

export interface Lane {
  readonly name: string
  readonly kind: 'steps' | 'injury' | 'service' | 'devices' | 'copies' | 'restores' | 'gates'
  readonly spans: Span[]
  readonly marks: Mark[]
}

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

/** More marks than these in one lane are counted, and not drawn. */
const MARKS = 160

export class Events {
  readonly acts: Span[] = []
  readonly lanes = new Map<string, Lane>()
  /** Marks that were too many to draw, by lane. */
  readonly undrawn = new Map<string, number>()
  readonly taken = new Map<string, string>()
  readonly #labels = new Map<string, string>()
  readonly #steps = new Map<string, Span>()
  readonly #injuries = new Map<string, string>()
  #devices: { key: string; count: number; mark: { at: Moment; sign: Mark['sign']; title: string } } | undefined

  take(entry: Stamped): void {
    switch (entry.is) {
      case 'plan':
        return this.#learn(entry.plan.steps)
      case 'phase':
        return this.#phase(entry)
      case 'step':
        return this.#step(entry)
      case 'injury':
      case 'witness':
        return this.#injury(entry)
      case 'service':
        return this.#service(entry)
      case 'log':
        return this.#mark('service', entry.service, entry, 'note', `${entry.service} says: ${entry.milestone}`)
      case 'device':
        return this.#device(entry)
      case 'copy':
      case 'clean room':
        return this.#copy(entry)
      case 'restore':
        return this.#restore(entry)
      case 'gate':
        return this.#mark(
          'gates',
          'gates',
          entry,
          entry.answer === 'go' ? 'good' : 'bad',
          `${entry.question}: ${entry.answer}: ${entry.because}`,
        )
      default:
        return undefined
    }
  }

  #learn(steps: readonly PlannedStep[]): void {
    for (const step of steps) {
      this.#labels.set(step.id, step.label)
      this.#learn(step.steps ?? [])
    }
  }

  #lane(kind: Lane['kind'], name: string): Lane {
    const key = `${kind}/${name}`
    const lane = this.lanes.get(key) ?? { name, kind, spans: [], marks: [] }
    this.lanes.set(key, lane)
    return lane
  }

  #mark(kind: Lane['kind'], name: string, at: Moment, sign: Mark['sign'], title: string): void {
    const { marks } = this.#lane(kind, name)
    if (marks.length < MARKS) marks.push({ at: momentOf(at), sign, title })
    else this.undrawn.set(name, (this.undrawn.get(name) ?? 0) + 1)
  }

  #phase(entry: Of<'phase'>): void {
    if (entry.state === 'begin') {
      this.acts.push({ from: momentOf(entry), to: undefined, name: entry.phase, state: 'act', title: entry.phase })
      return
    }
    const open = this.acts.find(({ name, to }) => name === entry.phase && to === undefined)
    if (open) open.to = momentOf(entry)
  }

  /** Steps of the acts themselves; what is inside them would hide them. */
  #step(entry: Of<'step'>): void {
    const isInner = entry.step.split('.').length > 2
    const label = this.#labels.get(entry.step) ?? entry.step
    if (entry.state === 'begin') {
      if (isInner) return
      const span = { from: momentOf(entry), to: undefined, name: label, state: 'went well', title: label }
      this.#lane('steps', 'steps').spans.push(span)
      this.#steps.set(entry.step, span)
      return
    }
    const because = entry.because === undefined ? '' : `: ${entry.because}`
    const span = this.#steps.get(entry.step)
    if (span) {
      span.to = momentOf(entry)
      span.state = entry.state === 'end' ? 'went well' : entry.state
      span.title = `${entry.step} ${label}${entry.state === 'end' ? '' : ` (${entry.state}${because})`}`
    } else if (entry.state !== 'end') {
      this.#mark(
        'steps',
        'steps',
        entry,
        entry.state === 'skipped' ? 'note' : 'bad',
        `${label}: ${entry.state}${because}`,
      )
    }
  }

  #injury(entry: Of<'injury'> | Of<'witness'>): void {
    if (entry.is === 'witness') {
      const name = this.#injuries.get(entry.injury) ?? entry.injury
      const [span] = this.#lane('injury', name).spans.slice(-1)
      const saw = `witnessed: ${entry.saw === 'effect' ? entry.what : `nothing (${entry.what})`}`
      if (span) span.title += `; ${saw}`
      return this.#mark('injury', name, entry, entry.saw === 'effect' ? 'note' : 'bad', saw)
    }
    const name = `${entry.name} ${entry.on.join(', ')}`
    this.#injuries.set(entry.injury, name)
    const { spans } = this.#lane('injury', name)
    if (entry.state === 'injected') {
      spans.push({ from: momentOf(entry), to: undefined, name, state: entry.kind, title: `${entry.kind}: ${name}` })
      for (const one of entry.took ?? []) if (one.kind === 'volume') this.taken.set(one.volume, name)
    }
    const open = spans.at(-1)
    if (entry.state === 'healed' && open) open.to = momentOf(entry)
    if (entry.state === 'failed' || entry.state === 'residue') {
      this.#mark('injury', name, entry, 'bad', `${entry.state}: ${entry.because ?? ''}`)
    }
  }

  #service(entry: Of<'service'>): void {
    const { spans } = this.#lane('service', entry.service)
    const open = spans.at(-1)
    if (open && open.to === undefined) open.to = momentOf(entry)
    const up = entry.state === 'started' || entry.state === 'resumed'
    const title = `${entry.service} ${entry.version} ${entry.state}${entry.because ? `: ${entry.because}` : ''}`
    const name = up ? entry.version : entry.state
    spans.push({ from: momentOf(entry), to: undefined, name, state: up ? 'runs' : 'down', title })
  }

  /** Twenty phones that lose power at once are one mark that says twenty. */
  #device({ state, because, ms, drillMs }: Of<'device'>): void {
    const key = `${state}@${drillMs}`
    if (this.#devices?.key === key) {
      this.#devices.count += 1
      this.#devices.mark.title = `${this.#devices.count} devices: ${state}`
      return
    }
    const sign = state === 'online' ? 'good' : state === 'epoch changed' || state === 'set aside' ? 'note' : 'bad'
    const mark = {
      at: { ms, drillMs },
      sign,
      title: `1 device: ${state}${because ? `: ${because}` : ''}`,
    } satisfies Mark
    const { marks } = this.#lane('devices', 'devices')
    if (marks.length >= MARKS) this.undrawn.set('devices', (this.undrawn.get('devices') ?? 0) + 1)
    else marks.push(mark)
    this.#devices = { key, count: 1, mark }
  }

  #copy(entry: Of<'copy'> | Of<'clean room'>): void {
    const because = entry.because === undefined ? '' : `: ${entry.because}`
    if (entry.is === 'clean room') {
      const sign = entry.finding === 'sound' ? 'good' : 'bad'
      return this.#mark(
        'copies',
        'clean rooms',
        entry,
        sign,
        `${entry.copy} restored elsewhere: ${entry.finding}${because}`,
      )
    }
    if (entry.state === 'begin' || entry.state === 'deleted') return
    const sign = entry.state === 'claimed ok' ? 'good' : 'bad'
    this.#mark(
      'copies',
      `copies of ${entry.backup}`,
      entry,
      sign,
      `${entry.copy}: ${entry.state}${sign === 'bad' ? because : ''}`,
    )
  }

  #restore(entry: Of<'restore'>): void {
    if (entry.state === 'begin' || entry.state === 'validated') return
    const what = `${entry.class ?? ''} ${entry.state} from ${entry.copy ?? entry.from}`.trim()
    const sign = entry.state === 'refused' ? 'bad' : 'good'
    this.#mark('restores', 'restores', entry, sign, `${what}${entry.because ? `: ${entry.because}` : ''}`)
  }
}

export function momentOf({ ms, drillMs }: Moment): Moment {
  return { ms, drillMs }
}
