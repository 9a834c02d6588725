/** The cause `service ended`: what it means, and how it is found. */

import type { History, ServiceEvent } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'A service ended although nobody had asked it to, while the record vanished. It is named before a fault that ' +
  'came later, and after damage.'

export function endedBetween({ services }: History, from: number, until: number): Cause | undefined {
  const ended = services.find(({ state, at }) => state === 'failed' && at > from && at < until)
  return ended && { kind: 'service ended', by: ended.service, at: ended.at }
}

/** Ends that nobody asked for, oldest first. What never came up has not ended: it is the run that could not begin. */
export function endsByThemselves({ services }: History): readonly ServiceEvent[] {
  const wereUp = new Set<string>()
  return services.filter(({ service, state }) => {
    if (state === 'started') wereUp.add(service)
    return state === 'failed' && wereUp.has(service)
  })
}
