/** The cause `service ended`: what it means, and how it is found. */

import type { History, ServiceEvent } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'A service ended although nobody had asked it to, while the record vanished. It is named before a fault that ' +
  'came later, and after damage.'

export function endedBetween(history: History, from: number, until: number): Cause | undefined {
  const ended = history.services.find(
    (event) => event.state === 'failed' && event.at > from && event.at < until && hasDisks(history, event),
  )
  return ended && { kind: 'service ended', by: ended.service, at: ended.at }
}

/**
 * Ends that nobody asked for, oldest first. What never came up has not ended: it is the run that could not begin. Nor
 * has what was started without the disk that the drill had taken.
 */
export function endsByThemselves(history: History): readonly ServiceEvent[] {
  const wereUp = new Set<string>()
  return history.services.filter((event) => {
    if (event.state === 'started') wereUp.add(event.service)
    return event.state === 'failed' && wereUp.has(event.service) && hasDisks(history, event)
  })
}

function hasDisks({ plan, injuries, replaced }: History, { service, at }: ServiceEvent): boolean {
  const disks = Object.values(plan?.services.find(({ name }) => name === service)?.data ?? {})
  return disks.every((disk) => {
    const taken = injuries.findLast(
      ({ injectedAt = Infinity, took }) =>
        injectedAt < at && took.some((one) => one.kind === 'volume' && one.volume === disk),
    )
    return !taken || replaced.some((one) => one.what === disk && one.at > (taken.injectedAt ?? 0) && one.at < at)
  })
}
