/** The health check of a service, as the command that says that it is ready, and how long that may take. */

import { durationOf, membersOf, textsOf } from './reading.ts'

export interface Health {
  readonly command: readonly string[]
  readonly withinMs: number
}

/** What an engine takes where nothing is said. */
const INTERVAL_MS = 30_000
const TIMEOUT_MS = 30_000
const RETRIES = 3

export function healthOf(healthcheck: unknown): Health | undefined {
  const { test, disable, interval, timeout, retries, start_period: startPeriod } = membersOf(healthcheck)
  const [how, ...words] = textsOf(test)
  if (disable === true || how === undefined || how === 'NONE') return undefined
  const each = (durationOf(interval) ?? INTERVAL_MS) + (durationOf(timeout) ?? TIMEOUT_MS)
  return {
    command: how === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : how === 'CMD' ? words : [how, ...words],
    withinMs: (durationOf(startPeriod) ?? 0) + (Number(retries ?? 0) || RETRIES) * each,
  }
}
