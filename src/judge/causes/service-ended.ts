/** The cause `service ended`: what it means, and how it is found. */

import type { History, InjuryHistory, ServiceEvent } from '../../history/index.ts'
import type { Cause } from './cause.ts'
import { causeIn } from './injury.ts'
import { causeOfStep } from './step.ts'

export const MEANING =
  'A service ended although nobody had asked it to, while the record vanished. It is named before a fault that ' +
  'came later, and after damage.'

export function endedBetween(history: History, from: number, until: number): Cause | undefined {
  const ended = history.services.find(
    (event) => isUnasked(event) && event.at > from && event.at < until && !lacksDisk(history, event, isTaken),
  )
  return ended && { kind: 'service ended', by: ended.service, at: ended.at }
}

/** Ledgers that were told late do not say that it was up. */
const isUnasked = ({ state, before }: ServiceEvent): boolean => state === 'failed' && before !== 'asked down'

/**
 * Ends that nobody asked for, oldest first. What never came up has not ended: it is the run that could not begin. Nor
 * has what did not come up again, or what was started without the disk that the drill had taken.
 */
function endsByThemselves(history: History): readonly ServiceEvent[] {
  return history.services.filter(
    (event) => event.state === 'failed' && event.before === 'up' && !lacksDisk(history, event, isTaken),
  )
}

/** A step or an injury had ended it, and it did not come up again though its disks were there and whole. */
function failedStarts(history: History): readonly ServiceEvent[] {
  return history.services.filter(
    (event) => event.state === 'failed' && event.before === 'asked down' && !lacksDisk(history, event, isHit),
  )
}

/** Ends of one service, one after the other, each of which its supervisor had answered by starting it again. */
export interface Series {
  /** The first of them; the only one where nobody supervises it. */
  readonly first: ServiceEvent
  readonly ends: readonly ServiceEvent[]
  /** How often its supervisor started it again, and why it does so no more. */
  readonly startedAgain: number
  readonly gaveUp: string | undefined
}

type Open = { -readonly [K in keyof Series]: K extends 'ends' ? ServiceEvent[] : Series[K] }

/** All that is to be said of ends that nobody asked for, and of starts that came to nothing; oldest first. */
export function seriesOf(history: History): readonly Series[] {
  const said = new Set([...endsByThemselves(history), ...failedStarts(history)])
  const all: Open[] = []
  const open = new Map<string, Open>()
  for (const event of history.services) {
    const { service, state, by, because } = event
    const known = open.get(service)
    if (said.has(event)) {
      if (known) known.ends.push(event)
      else all.push(own(open, service, { first: event, ends: [event], startedAgain: 0, gaveUp: undefined }))
    } else if (known && by === 'supervisor') known.startedAgain += 1
    else if (known && state === 'given up') known.gaveUp = because ?? 'a crash loop'
    // Somebody else has seen to it: what ends it after that is told apart.
    else if (state === 'started' || state === 'stopped' || state === 'killed') open.delete(service)
  }
  return all
}

function own<T>(map: Map<string, T>, key: string, value: T): T {
  map.set(key, value)
  return value
}

/** Whoever had asked for the end: the step that started it again, else the injury that had ended it. */
export function askedBy(history: History, { service, at }: ServiceEvent): Cause | undefined {
  const step = history.steps.findLast(({ from, until, takes }) => takes && from < at && until > at)
  if (step) return causeOfStep(history, step)
  const injury = history.injuries.findLast(({ from, on }) => from < at && on.includes(service))
  return injury && causeIn(injury)
}

type Hits = (injury: InjuryHistory, disk: string) => boolean

const isTaken: Hits = ({ took }, disk) => took.some((one) => one.kind === 'volume' && one.volume === disk)
const isHit: Hits = (injury, disk) => isTaken(injury, disk) || (injury.kind === 'damage' && injury.on.includes(disk))

/** One of its disks was hit before, and nobody had put another in its place. */
function lacksDisk({ plan, injuries, replaced }: History, { service, at }: ServiceEvent, hits: Hits): boolean {
  const disks = Object.values(plan?.services.find(({ name }) => name === service)?.data ?? {})
  return disks.some((disk) => {
    const hit = injuries.findLast((injury) => (injury.injectedAt ?? Infinity) < at && hits(injury, disk))
    return hit && !replaced.some((one) => one.what === disk && one.at > (hit.injectedAt ?? 0) && one.at < at)
  })
}
