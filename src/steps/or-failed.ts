/** For what may fail for reasons of the system under test: an outcome of the step, never an error. */

import { Failure, reasonOf } from '../kernel/index.ts'
import type { StartOptions } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import type { StepEnd } from './step.ts'

export async function orFailed(doing: () => Promise<StepEnd>): Promise<StepEnd> {
  try {
    return await doing()
  } catch (thrown) {
    // A mistake in the user's own code ends the run.
    if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
    return { state: 'failed', because: reasonOf(thrown) }
  }
}

/** Starts a service again. One that does not come up fails the step that had ended it, with its exit and last lines. */
export async function startOrFailed(
  { site }: Pick<Stage, 'site'>,
  service: Service,
  options: Pick<StartOptions, 'version' | 'fresh'> = {},
): Promise<StepEnd> {
  const end = await orFailed(async () => {
    await site.start(service, options)
    return { state: 'end' }
  })
  const { exit, tail } = site.state(service).failed ?? {}
  return end.state === 'end' || !exit ? end : { ...end, exit, ...(tail && { tail }) }
}
