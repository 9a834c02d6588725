/** What is wrong with a step before anything starts: one error that names the field, the expectation and the value. */

import type { Injury } from '../faults/index.ts'
import type { Accounts, Devices } from '../fleet/index.ts'
import { Failure, fractionOf, inWords } from '../kernel/index.ts'
import type { Act } from '../ledger/index.ts'
import { CLASSES, type RecordClass } from '../records/index.ts'
import type { Link, Service, Topology, Volume } from '../site/index.ts'
import { injuryIn, type Moment, type Step, type StepDetails } from './step.ts'

export interface Place {
  readonly act: Act
  readonly step: Step
  /** The step that it stands in, if it does. */
  readonly within: Step | undefined
}

export type Check = (place: Place) => void

type Of<K extends StepDetails['does']> = Extract<StepDetails, { readonly does: K }>

/** Asked in the order of the drill: a fault is healed after it was injected, a copy restored after it was made. */
export function stepCheck(topology: Topology): Check {
  const injected = new Set<Injury>()
  const made = new Set<Step>()
  const upgraded = new Set<Service>()
  const replaced = new Set<Service | Volume>()
  const repointed = new Set<Link>()
  const carried = carriedBy(topology)

  return ({ act, step, within }) => {
    const { details } = step
    const injury = injuryIn(details)
    if (injury) checkInjury(injected, injury, act, topology)
    switch (details.does) {
      case 'work':
        return checkWork(details, carried)
      case 'during':
        return checkDuring(details)
      case 'at':
        return checkAt(details, within)
      case 'repeat':
        return demand(isCount(details.times), 'times', 'a whole number of at least 1', details.times)
      case 'heal':
        return demand(injected.has(details.fault), 'fault', 'the very fault that an earlier step injects', 'another')
      case 'takeBackup':
        made.add(step)
        return undefined
      case 'restore':
        return checkRestore(details, made)
      case 'edgeRestore':
        checkShares(details.devices)
        return checkClasses('order', details.order)
      case 'tell':
        return checkTell(details)
      case 'run':
        return demand(details.argv.length > 0, 'argv', 'a program and its arguments', 'nothing')
      case 'upgrade':
        return checkUpgrade(details, upgraded)
      case 'rollBack':
        return demand(upgraded.has(details.service), 'service', 'one that an earlier step upgrades', 'another')
      case 'interrupt':
        return checkMoment(details.moment, topology)
      case 'gate':
        return checkGate(details)
      case 'replace':
        return void replaced.add(details.what)
      case 'promote':
        return checkPromote(details)
      case 'repoint':
        return checkRepoint(details, topology, repointed)
      case 'salvage':
        topology.nameOf(details.extractor.of)
        return demand(replaced.has(details.volume), 'volume', 'one that an earlier step replaces', 'another')
      case 'timePasses':
      case 'inject':
        return undefined
    }
  }
}

/** The fleet works before the disaster; only copies may already be rotting. */
function checkInjury(injected: Set<Injury>, injury: Injury, act: Act, topology: Topology): void {
  injected.add(injury)
  for (const target of injury.on) if (target.is === 'devices') checkShares(target)
  if (act !== 'before') return
  const live = injury.on.find(
    (target) => target.is !== 'backup' && !(target.is === 'volume' && topology.usersOf(target).length === 0),
  )
  demand(live === undefined, 'before', 'injuries to backups only', `${injury.name} on a ${live?.is}`)
}

/** The same build on both sides would prove nothing: a vacuous upgrade. */
function checkUpgrade({ service, to }: Of<'upgrade'>, upgraded: Set<Service>): void {
  const { versions, start } = service
  const known = Object.keys(versions)
  demand(known.includes(to), 'to', `one of ${known.join(', ')}`, to)
  if (upgraded.has(service)) return
  upgraded.add(service)
  const vacuous = (why: string) => `${why}: a vacuous upgrade, with the same build on both sides`
  demand(to !== start, 'to', 'another version than the one that runs', vacuous(to))
  const same = JSON.stringify(versions[to]) === JSON.stringify(versions[start])
  demand(!same, 'to', `a version that starts otherwise than ${start}`, vacuous(`${to}, which starts alike`))
}

function checkPromote({ standby: { promotion = [] } }: Of<'promote'>): void {
  demand(promotion.length > 0, 'standby', 'a service that declares what promotes it (promotion)', 'one that does not')
}

/** A link that nobody uses, that leads there anyway or back to its own caller: nobody would notice. */
function checkRepoint({ link, to }: Of<'repoint'>, topology: Topology, repointed: Set<Link>): void {
  const edge = topology.edges.find((one) => one.link === link)
  const used = edge?.from !== undefined || [...topology.clients.values()].some((client) => client.link === link)
  demand(used, 'link', 'one that a client or a service uses', `${edge?.name}, which nobody uses`)
  const name = topology.nameOf(to)
  demand(edge?.from !== to, 'to', 'another service than the one that calls', name)
  demand(repointed.has(link) || edge?.to !== to, 'to', 'another service than the one that it leads to', name)
  repointed.add(link)
}

function checkTell({ programs, word }: Of<'tell'>): void {
  checkShares(programs)
  const known = Object.keys(programs.program.tells)
  demand(known.includes(word), 'to', `one of what ${programs.program.name} knows (${known.join(', ')})`, word)
}

function checkMoment({ service, milestone }: Moment, topology: Topology): void {
  topology.nameOf(service)
  const known = Object.keys(service.milestones)
  demand(known.includes(milestone), 'when', `a milestone of the service (${known.join(', ') || 'none'})`, milestone)
}

function checkGate({ question, go, stop }: Of<'gate'>): void {
  const steps = [...go, ...stop].flat().filter((one) => one !== false)
  demand(steps.length > 0, 'then', 'steps to go on with, or to stop with', 'none')
  if (question.asks === 'canaryKeeps') checkShares(question.devices)
}

function checkWork({ edits, by, classes }: Of<'work'>, carried: ReadonlySet<RecordClass>): void {
  demand(isCount(edits), 'edits', 'a whole number of at least 1', edits)
  if (by) checkShares(by)
  checkClasses('classes', classes)
  const foreign = classes?.find((one) => !carried.has(one))
  demand(foreign === undefined, 'classes', `some of ${[...carried].join(', ')} (carried)`, foreign)
}

function checkDuring({ ongoing, steps }: Of<'during'>): void {
  demand(
    'step' in ongoing || ongoing.is === 'fault',
    'ongoing',
    'a step, or a fault, which heals',
    'damage, which stays',
  )
  demand(
    steps.flat().some((one) => one !== false),
    'steps',
    'at least one step beside it',
    'none',
  )
}

function checkAt({ point }: Of<'at'>, within: Step | undefined): void {
  const ongoing = within?.details.does === 'during' ? within.details.ongoing : undefined
  const expected = 'during(work(...), [...]) around it'
  if (ongoing === undefined) return demand(false, 'at', expected, within?.step ?? 'an act')
  if (!('step' in ongoing) || ongoing.details.does !== 'work') {
    return demand(false, 'at', expected, 'what has no known length')
  }
  const { edits, overMs = edits * 1_000 } = ongoing.details
  if ('ms' in point)
    demand(point.ms <= overMs, 'at', `at most ${inWords(overMs)}, when the work ends`, inWords(point.ms))
  return undefined
}

function checkRestore({ from, order, accounts }: Of<'restore'>, made: ReadonlySet<Step>): void {
  const isMade = !('step' in from) || made.has(from)
  demand(isMade, 'from', 'a copy that an earlier step takes', 'another')
  checkClasses('order', order)
  if (order) demand(from.can.includes('by class'), 'order', 'an engine that restores by class', 'another')
  if (accounts) {
    demand(from.can.includes('by account'), 'accounts', 'an engine that restores by account', 'another')
    checkAccountShares(accounts.selection)
  }
}

export function checkClasses(field: string, classes: readonly string[] | undefined): void {
  if (!classes) return
  const known = CLASSES.join(', ')
  demand(classes.length > 0, field, `some of ${known}`, 'none')
  const unknown = classes.find((one) => !(CLASSES as readonly string[]).includes(one))
  demand(unknown === undefined, field, `some of ${known}`, unknown)
  const twice = classes.find((one, index) => classes.indexOf(one) !== index)
  demand(twice === undefined, field, 'each class once', `${twice} twice`)
}

function checkShares({ selection }: { readonly selection: Devices['selection'] }): void {
  if (selection.of === 'group') return
  checkShares({ selection: selection.from })
  if (selection.of === 'share') fractionOf(selection.share, 'some')
  else checkShares({ selection: selection.without })
}

function checkAccountShares(selection: Accounts['selection']): void {
  if (selection.of === 'new') return
  if (selection.of === 'devices') return checkShares({ selection: selection.devices })
  fractionOf(selection.share, 'some')
  checkAccountShares(selection.from)
}

const carriedBy = ({ clients }: Topology): ReadonlySet<RecordClass> =>
  new Set([...clients.values()].flatMap(({ carries }) => carries))

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

export function demand(holds: boolean, field: string, expected: string, got: unknown): void {
  if (!holds) throw new Failure('usage', `${field}: expected ${expected}, got ${String(got)}`)
}
