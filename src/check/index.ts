/** Tries an adapter against its service before any drill: a wrong adapter looks like a service that loses data. */

import { Failure, reasonOf } from '../kernel/index.ts'
import type { Subject } from './subject.ts'
import { FOUNDATION, TRIALS, WITHOUT_SERVICE } from './trials/index.ts'
import { Wrong, type Trial, type Tried } from './trial.ts'

export { Subject, type Behind, type Stranger } from './subject.ts'
export type { Tried } from './trial.ts'

interface While {
  readonly tell?: (tried: Tried) => void
  /** Aborted, the trial that goes on means nothing, and no other begins. */
  readonly signal: AbortSignal
}

/**
 * Each trial by itself, told as soon as it is over. After one of the first two has failed, the others say nothing and
 * are not tried. Throws an environment or interrupted `Failure` that a trial met.
 */
export function tryAdapter(client: string, subject: Subject, during: While): Promise<readonly Tried[]> {
  return tryEach(TRIALS, client, subject, during)
}

/** The short form: what writes nothing to the service, and takes milliseconds. As `tryAdapter`. */
export function tryWithoutService(client: string, subject: Subject, during: While): Promise<readonly Tried[]> {
  return tryEach(WITHOUT_SERVICE, client, subject, during)
}

async function tryEach(
  trials: readonly Trial[],
  client: string,
  subject: Subject,
  { tell, signal }: While,
): Promise<readonly Tried[]> {
  const all: Tried[] = []
  let failed: Trial | undefined
  for (const trial of trials) {
    const { name, claim } = trial
    const own = { client, trial: name, claim } as const
    const tried: Tried = failed
      ? { ...own, state: 'not tried', because: `nothing else means anything before '${failed.name}' passes` }
      : { ...own, ...(await outcomeOf(trial, subject)) }
    signal.throwIfAborted()
    if (tried.state === 'failed' && FOUNDATION.includes(trial)) failed = trial
    all.push(tried)
    tell?.(tried)
  }
  return all
}

async function outcomeOf(trial: Trial, subject: Subject): Promise<Pick<Tried, 'state' | 'because'>> {
  try {
    const note = await trial.attempt(subject)
    return { state: 'passed', ...(note !== undefined && { because: note }) }
  } catch (thrown) {
    const isOurs = thrown instanceof Failure && thrown.class !== 'usage'
    if (isOurs || !(thrown instanceof Wrong || thrown instanceof Failure)) throw thrown
    return { state: 'failed', because: reasonOf(thrown) }
  } finally {
    await subject.close()
  }
}
