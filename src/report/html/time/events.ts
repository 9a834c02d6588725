/** What happened in a run, in lanes: acts, steps, injuries, services, devices, copies, restores, gates. */

import type {
  CopyMark,
  DeviceEvent,
  History,
  InjuryHistory,
  Reader,
  Stamp,
  StepHistory,
} from '../../../history/index.ts'
import { endInWords } from '../../../judge/words/words.ts'
import { replyInWords } from '../../../judge/words/asks.ts'
import type { Mark, Moment, Span } from './moments.ts'

export interface Lane {
  readonly name: string
  readonly kind: 'steps' | 'injury' | 'service' | 'devices' | 'copies' | 'restores' | 'gates'
  readonly spans: Span[]
  readonly marks: Mark[]
}

/** More marks than these in one lane are counted, and not drawn. */
const MARKS = 160

export class Lanes {
  readonly all = new Map<string, Lane>()
  /** Marks that were too many to draw, by lane. */
  readonly undrawn = new Map<string, number>()

  lane(kind: Lane['kind'], name: string): Lane {
    const key = `${kind}/${name}`
    const lane = this.all.get(key) ?? { name, kind, spans: [], marks: [] }
    this.all.set(key, lane)
    return lane
  }

  mark(kind: Lane['kind'], name: string, at: Moment, sign: Mark['sign'], title: string): void {
    const { marks } = this.lane(kind, name)
    if (marks.length < MARKS) marks.push({ at: momentOf(at), sign, title })
    else this.undrawn.set(name, (this.undrawn.get(name) ?? 0) + 1)
  }
}

export function lanesOf(history: History, devices: DeviceMarks): Lanes {
  const lanes = new Lanes()
  for (const step of history.steps) addStep(lanes, step)
  for (const injury of history.injuries) addInjury(lanes, injury)
  addServices(lanes, history)
  devices.addTo(lanes)
  for (const copy of history.copyMarks) addCopy(lanes, copy)
  addRestores(lanes, history)
  for (const gate of history.gates) {
    const { question, answer, because } = gate
    lanes.mark('gates', 'gates', gate, answer === 'go' ? 'good' : 'bad', `${question}: ${answer}: ${because}`)
  }
  for (const { what, asked, replied } of history.asks) {
    lanes.mark('gates', 'asked', asked, 'good', `asked: ${what}`)
    if (replied) lanes.mark('gates', 'asked', replied, replied.reply === 'done' ? 'good' : 'bad', replyInWords(replied))
  }
  return lanes
}

export function actsOf({ phases }: History): readonly Span[] {
  return [...phases.values()].map(({ name, began, ended }) => ({
    from: momentOf(began),
    to: ended && momentOf(ended),
    name,
    state: 'act',
    title: name,
  }))
}

/** Volumes that an injury took, and which one. */
export function takenIn({ injuries }: History): ReadonlyMap<string, string> {
  return new Map(
    injuries.flatMap((injury) =>
      injury.took.flatMap((one) => (one.kind === 'volume' ? [[one.volume, nameOf(injury)] as const] : [])),
    ),
  )
}

/**
 * Steps of the acts themselves have spans. Those inside them would hide them: they have a mark where they go wrong, as
 * have those that never began.
 */
function addStep(lanes: Lanes, { step, label, state, because, began, ended }: StepHistory): void {
  const why = because === undefined ? '' : `: ${because}`
  if (step.split('.').length <= 2 && ended?.at !== began.at) {
    const isWell = state === 'end' || state === 'going on'
    const said = isWell ? '' : ` (${state}${why})`
    const title = state === 'going on' ? label : `${step} ${label}${said}`
    const shown = isWell ? 'went well' : state
    const span = { from: momentOf(began), to: ended && momentOf(ended), name: label, state: shown, title }
    lanes.lane('steps', 'steps').spans.push(span)
  } else if (ended && state !== 'end') {
    lanes.mark('steps', 'steps', ended, state === 'skipped' ? 'note' : 'bad', `${label}: ${state}${why}`)
  }
}

const nameOf = ({ name, on }: InjuryHistory): string => `${name} ${on.join(', ')}`

function addInjury(lanes: Lanes, injury: InjuryHistory): void {
  const { kind, witness, failed, residue, injected, over } = injury
  const name = nameOf(injury)
  const { spans } = lanes.lane('injury', name)
  const saw = witness && `witnessed: ${witness.saw === 'effect' ? witness.what : `nothing (${witness.what})`}`
  if (injected) {
    const to = over && failed === undefined && residue === undefined ? momentOf(over) : undefined
    const title = `${kind}: ${name}${saw ? `; ${saw}` : ''}`
    spans.push({ from: momentOf(injected), to, name, state: kind, title })
  }
  if (witness && saw) lanes.mark('injury', name, witness, witness.saw === 'effect' ? 'note' : 'bad', saw)
  if (over && failed !== undefined) lanes.mark('injury', name, over, 'bad', `failed: ${failed}`)
  if (over && residue !== undefined) lanes.mark('injury', name, over, 'bad', `residue: ${residue}`)
}

function addServices(lanes: Lanes, { services, milestones }: History): void {
  for (const event of services) {
    const { service, version, state, because } = event
    const { spans } = lanes.lane('service', service)
    const open = spans.at(-1)
    if (open && open.to === undefined) open.to = momentOf(event)
    const up = state === 'started' || state === 'resumed'
    const said = `${service} ${version} ${state}${because ? `: ${because}` : ''}`
    const title = state === 'failed' ? endInWords(event) : said
    const name = up ? version : state
    spans.push({ from: momentOf(event), to: undefined, name, state: up ? 'runs' : 'down', title })
  }
  for (const said of milestones)
    lanes.mark('service', said.service, said, 'note', `${said.service} says: ${said.milestone}`)
}

function addCopy(lanes: Lanes, mark: CopyMark): void {
  const { copy, backup, said, because } = mark
  const why = because === undefined ? '' : `: ${because}`
  const sign = said === 'sound' || said === 'claimed ok' ? 'good' : 'bad'
  if (backup === undefined) lanes.mark('copies', 'clean rooms', mark, sign, `${copy} restored elsewhere: ${said}${why}`)
  else lanes.mark('copies', `copies of ${backup}`, mark, sign, `${copy}: ${said}${sign === 'bad' ? why : ''}`)
}

function addRestores(lanes: Lanes, { restores }: History): void {
  for (const mark of restores) {
    const { state, collection: of = '', copy, from, because } = mark
    if (state === 'begin' || state === 'validated') continue
    const what = `${of} ${state} from ${copy ?? from}`.trim()
    const sign = state === 'refused' ? 'bad' : 'good'
    lanes.mark('restores', 'restores', mark, sign, `${what}${because ? `: ${because}` : ''}`)
  }
}

/** What became of devices. Twenty phones that lose power at once are one mark that says twenty. */
export class DeviceMarks implements Reader {
  readonly #marks: { readonly key: string; readonly mark: Mark; readonly why: string; count: number }[] = []

  device({ state, because }: DeviceEvent, stamp: Stamp): void {
    const key = `${state}@${stamp.drillMs}`
    const last = this.#marks.at(-1)
    if (last?.key === key) {
      last.count += 1
      return
    }
    const sign = state === 'online' ? 'good' : state === 'epoch changed' || state === 'set aside' ? 'note' : 'bad'
    const why = because ? `: ${because}` : ''
    this.#marks.push({ key, mark: { at: momentOf(stamp), sign, title: state }, why, count: 1 })
  }

  addTo(lanes: Lanes): void {
    for (const { mark, count, why } of this.#marks) {
      const title = count === 1 ? `1 device: ${mark.title}${why}` : `${count} devices: ${mark.title}`
      lanes.mark('devices', 'devices', mark.at, mark.sign, title)
    }
  }
}

export function momentOf({ ms, drillMs }: Moment): Moment {
  return { ms, drillMs }
}
