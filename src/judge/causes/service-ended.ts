/** A service that ended although nobody had asked it to. */

import type { History, ServiceEvent } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export function endedBetween({ services }: History, from: number, until: number): Cause | undefined {
  const ended = services.find(({ state, at }) => state === 'failed' && at > from && at < until)
  return ended && { kind: 'service ended', by: ended.service, at: ended.at }
}

/** Ends that nobody asked for, oldest first. */
export function endsByThemselves({ services }: History): readonly ServiceEvent[] {
  return services.filter(({ state }) => state === 'failed')
}
