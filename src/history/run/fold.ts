/** How the run went, folded: steps, injuries, services, copies, restores, and how it ended. */

import type { PlannedStep, Stamped } from '../../ledger/entries.ts'
import type { History } from '../history.ts'
import { stampOf } from '../moment.ts'
import type { Reader } from '../reader.ts'
import type { InjuryHistory, ServiceEvent, StepHistory } from './events.ts'
import { foldSilence, injuryChanged, serviceChanged } from './silences.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

/** Steps by their ids; one that is broken off on purpose may fail. */
export type Planned = Map<string, PlannedStep & { readonly isInterrupted: boolean }>

/** Ledgers that were written before plans said so: what these steps do takes nothing away. */
const TAKES_NOTHING: ReadonlySet<string> = new Set([
  'work',
  'timePasses',
  'during',
  'at',
  'repeat',
  'takeBackup',
  'heal',
  'inject',
  'gate',
  'interrupt',
  'tell',
  'announce',
])

interface Folding {
  readonly history: History
  readonly planned: Planned
  readonly readers: readonly Reader[]
}

export function foldRun({ history, planned, readers }: Folding, entry: Stamped): void {
  switch (entry.is) {
    case 'intent':
      history.edits.planned += 1
      return
    case 'skipped':
      history.edits.skipped += 1
      return
    case 'run':
      history.run = entry
      return
    case 'promise': {
      const { promise, claim, terms, listed = false, waived = false } = entry
      history.promised.push({ promise, claim, terms, listed, waived })
      return
    }
    case 'collection':
      history.policies[entry.name] = entry.policy
      return
    case 'expectation':
      history.expectation = entry.expectation
      return
    case 'decision': {
      const { before, decision, by, time, adds } = entry
      if (adds) planned.set(adds.id, { ...adds, isInterrupted: false })
      history.decisions.push({ ...stampOf(entry), before, decision, by, time, label: adds?.label })
      return
    }
    case 'step':
      return foldStep(history, planned, entry)
    case 'service':
      return foldService(history, entry)
    case 'injury':
    case 'witness':
      return foldInjury(history, readers, entry)
    case 'copy':
    case 'clean room':
      return foldCopy(history, entry)
    case 'restore':
      return foldRestore(history, readers, entry)
    case 'device':
      for (const reader of readers) reader.device?.(entry, entry)
      if (entry.state === 'reset' || entry.state === 'replaced' || (entry.state === 'power cycled' && entry.records))
        history.deviceLosses.push({ device: entry.device, at: entry.at })
      return
    case 'door':
      return foldDoor(history, entry)
    case 'silence':
      return foldSilence(history, entry)
    case 'end':
      history.end = { at: entry.at, state: entry.state, because: entry.because }
      return
    default:
      return foldRest(history, entry)
  }
}

function foldStep({ steps, plan }: History, planned: Planned, entry: Of<'step'>): void {
  const { step, state, at, because, command, exit, tail, mayFail } = entry
  const mayIt = mayFail === true || planned.get(step)?.isInterrupted === true
  const outcome = { because, command, exit, tail, mayFail: mayIt }
  const known = steps.findLast((one) => one.step === step && one.until === Infinity)
  if (state !== 'begin' && known) {
    Object.assign(known, { until: at, ended: stampOf(entry), state }, outcome)
    return
  }
  const its = planned.get(step)
  const name = its?.name ?? step
  const says = plan?.steps.some(saysWhatTakes) ?? false
  const common = {
    step,
    name,
    label: its?.label ?? name,
    takes: says ? its?.takes === true : !TAKES_NOTHING.has(name),
    from: at,
    began: stampOf(entry),
    ...outcome,
  }
  // One that was skipped has no beginning.
  const begun: StepHistory =
    state === 'begin'
      ? { ...common, until: Infinity, ended: undefined, state: 'going on' }
      : { ...common, until: at, ended: common.began, state }
  steps.push(begun)
}

function saysWhatTakes({ takes, steps = [] }: PlannedStep): boolean {
  return takes === true || steps.some(saysWhatTakes)
}

function foldService(history: History, entry: Of<'service'>): void {
  const { service, version, state, by, because, exit, tail = [] } = entry
  const before = stateBefore(history, service)
  history.services.push({ ...stampOf(entry), service, version, state, by, before, because, exit, tail })
  serviceChanged(history, entry)
}

function stateBefore({ services }: History, service: string): ServiceEvent['before'] {
  const last = services.findLast((one) => one.service === service)
  if (!last) return 'never up'
  if (last.state === 'stopped' || last.state === 'killed') return 'asked down'
  if (last.state === 'failed' || last.state === 'given up') return 'down'
  return 'up'
}

function foldInjury(history: History, readers: readonly Reader[], entry: Of<'injury'> | Of<'witness'>): void {
  const { injuries } = history
  const known = injuries.find(({ id }) => id === entry.injury)
  if (entry.is === 'witness') {
    if (known) known.witness = { ...stampOf(entry), saw: entry.saw, what: entry.what }
    return
  }
  const injury: InjuryHistory = known ?? {
    id: entry.injury,
    name: entry.name,
    step: entry.step,
    kind: entry.kind,
    on: entry.on,
    from: entry.at,
    until: Infinity,
    injectedAt: undefined,
    took: [],
    failed: undefined,
    residue: undefined,
    witness: undefined,
    began: stampOf(entry),
    injected: undefined,
    over: undefined,
  }
  if (!known) injuries.push(injury)
  if (entry.state === 'injected') {
    injury.injectedAt = entry.at
    injury.injected = stampOf(entry)
    injury.took = entry.took ?? []
  }
  if (entry.state === 'healed') injury.until = entry.at
  if (entry.state === 'failed') injury.failed = entry.because ?? 'it could not be injected'
  if (entry.state === 'residue') injury.residue = entry.because ?? 'it could not be healed'
  if (entry.state === 'healed' || entry.state === 'failed' || entry.state === 'residue') injury.over = stampOf(entry)
  injuryChanged(history, entry)
  for (const reader of readers) reader.injury?.(injury, entry.state, entry)
}

function foldCopy(history: History, entry: Of<'copy'> | Of<'clean room'>): void {
  const known = history.copies.findLast(({ copy }) => copy === entry.copy)
  if (entry.is === 'clean room') {
    const { copy, finding: said, because } = entry
    history.copyMarks.push({ ...stampOf(entry), copy, backup: undefined, said, because })
    if (known) {
      known.found = entry.finding
      known.because = entry.because
    }
    return
  }
  if (known && entry.state === 'withdrawn') known.claimed = 'withdrawn'
  if (known && entry.state === 'deleted') Object.assign(known, { deleted: true, deletedAt: stampOf(entry) })
  const { copy, backup, volume, at, drillMs, because } = entry
  if (entry.state !== 'begin' && entry.state !== 'deleted')
    history.copyMarks.push({ ...stampOf(entry), copy, backup, said: entry.state, because })
  if (entry.state === 'begin') history.copyBegunAt = at
  if (entry.state !== 'claimed ok' && entry.state !== 'failed') return
  history.copies.push({
    copy,
    backup,
    volume,
    at,
    drillMs,
    deleted: false,
    deletedAt: undefined,
    found: undefined,
    begunAt: history.copyBegunAt,
    claimed: entry.state === 'failed' ? 'failed' : 'ok',
    because: entry.state === 'failed' ? because : undefined,
  })
}

function foldRestore(history: History, readers: readonly Reader[], entry: Of<'restore'>): void {
  const { from, state, collection, accounts, step, copy, because } = entry
  const mark = { ...stampOf(entry), from, state, collection, accounts, step, copy, because }
  history.restores.push(mark)
  for (const reader of readers) reader.restore?.(mark)
}

function foldDoor(history: History, { at, ms, collections, state }: Of<'door'>): void {
  history.doors.push({ at, ms, collections, state })
  if (state !== 'closed') return
  for (const one of collections) history.servings.push({ collection: one, closedAt: at, shownAt: undefined })
}

function foldRest(history: History, entry: Stamped): void {
  switch (entry.is) {
    case 'build': {
      const { at, step, service, when, told } = entry
      history.builds.push({ at, step, service, when, told })
      return
    }
    case 'gate': {
      const { step, question, answer, because } = entry
      history.gates.push({ ...stampOf(entry), step, question, answer, because })
      return
    }
    case 'announcement': {
      const { step, words, claims, cites } = entry
      history.announcements.push({ ...stampOf(entry), step, words, claims, cites })
      return
    }
    case 'asked': {
      const { step, what, who, withinMs, of } = entry
      history.asks.push({ step, what, who, of, withinMs, asked: stampOf(entry), replied: undefined })
      return
    }
    case 'replied': {
      const { reply, words, by, through, time } = entry
      const ask = history.asks.findLast(({ step }) => step === entry.step)
      if (ask) ask.replied = { ...stampOf(entry), reply, words, by, through, time }
      return
    }
    case 'log': {
      const { service, milestone } = entry
      history.milestones.push({ ...stampOf(entry), service, milestone })
      return
    }
    case 'moment': {
      const { at, step, service, milestone } = entry
      if (entry.state === 'never') history.missedMoments.push({ at, step, service, milestone })
      return
    }
    case 'replaced':
      history.replaced.push({ at: entry.at, what: entry.what, kind: entry.kind })
      return
    case 'note':
      if (entry.aloud) history.aloud = { at: entry.at, text: entry.text }
      return
    case 'quiesced': {
      const { at, state, because, unlike = [] } = entry
      history.quiesced = { at, state, because, unlike }
      return
    }
    case 'traces':
      for (const record of entry.records) history.traces.add(record)
      return
    default:
  }
}
