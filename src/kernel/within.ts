/** A limit for what cannot be broken off: whoever waits is told, and whatever hangs is left to be removed. */

import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from './failure.ts'
import { inWords } from './units.ts'

/** Longer than any timer. */
const LONGEST_MS = 2 ** 31 - 1

/** Throws an environment `Failure` that names `what` when it takes longer. */
export async function within<T>(atMostMs: number, what: string, doing: Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = pause(Math.min(atMostMs, LONGEST_MS), undefined, { signal: over.signal }).then(() => {
    throw new Failure('environment', `${what} took longer than its limit of ${inWords(atMostMs)}`)
  })
  late.catch(() => undefined)
  // What is left behind has nobody to tell when it fails at last.
  doing.catch(() => undefined)
  try {
    return await Promise.race([doing, late])
  } finally {
    over.abort()
  }
}
