/** Waiting for a condition with a deadline: the only way in which this project waits. */

import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from './clock.ts'
import { Failure, reasonOf, type FailureClass } from './failure.ts'

interface Wait {
  /** What is awaited, for the error: `sync to answer /health`. */
  readonly what: string
  readonly atMostMs: number
  readonly everyMs?: number
  readonly failureClass?: FailureClass
  readonly signal?: AbortSignal
}

/**
 * Asks until the answer is neither undefined nor false, and returns it. A throwing condition counts as "not yet",
 * unless it is the user's own mistake.
 * After the deadline it throws a `Failure` (class `environment` by default) that names `what` and the last reason.
 */
export async function until<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  wait: Wait,
): Promise<T> {
  const deadline = monotonicMs() + wait.atMostMs
  let last = 'it never came'
  for (;;) {
    wait.signal?.throwIfAborted()
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
    } catch (thrown) {
      // A mistake in somebody's own code is still one in a moment.
      if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
      last = reasonOf(thrown)
    }
    if (monotonicMs() >= deadline) break
    await pause(wait.everyMs ?? 10, undefined, { ref: true })
  }
  throw new Failure(wait.failureClass ?? 'environment', `waited ${wait.atMostMs} ms for ${wait.what}: ${last}`)
}
