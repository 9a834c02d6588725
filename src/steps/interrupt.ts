/** Something goes wrong in the middle of a step, when a service announces a milestone. */

import type { Injury } from '../faults/index.ts'
import type { Service } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { callOf, callOfInjury } from './call.ts'
import { demand } from './demand.ts'
import type { Step } from './step.ts'

/** Something that a service announces in its log. */
export interface Moment {
  readonly is: 'moment'
  readonly service: Service
  readonly milestone: string
}

/**
 * When the service announces a milestone in its log: one that it declares (`milestones`); another is refused.
 *
 * @example says(sync, 'migration half done')
 */
export function says<M extends string>(service: Service<string, M>, milestone: NoInfer<M>): Moment {
  return { is: 'moment', service, milestone }
}

/**
 * Injects in the middle of a step; a fault heals when the step has ended. If the moment never comes, this step has
 * failed, and the run is inconclusive. What the inner step may take, it may take here too; this one takes nothing.
 *
 * @example interrupt(upgrade(sync, 'v2'), { with: killService(sync), when: says(sync, 'migration half done') })
 */
export function interrupt(step: Step, options: { readonly with: Injury; readonly when: Moment }): Step {
  const { with: injury, when } = options
  const { service, milestone } = when
  return {
    is: 'step',
    name: 'interrupt',
    takes: false,
    needs: ['services'],
    injury,
    ongoing: step,
    describe(names) {
      const moment = { call: 'says', args: [names.of(service), milestone] }
      return [callOf(step, names), { with: callOfInjury(injury, names), when: moment }]
    },
    check({ topology }) {
      topology.nameOf(service)
      const known = Object.keys(service.milestones)
      demand(known.includes(milestone), 'when', `a milestone of the service (${known.join(', ') || 'none'})`, milestone)
    },
    async run(stage, own, walk) {
      const { ongoing } = own
      if (!ongoing) return { state: 'failed', because: 'there is nothing to interrupt' }
      const came = await isInterrupted(stage, when, {
        doing: () => walk.take(ongoing),
        breakIn: () => stage.injuries.inject(injury, own.id, own.key),
      })
      const state = came ? 'came' : 'never'
      stage.ledger.append({ is: 'moment', step: own.id, service: stage.topology.nameOf(service), milestone, state })
      if (!came) return { state: 'failed', because: `the moment never came: nobody said '${milestone}'` }
      if (injury.is === 'fault') await stage.injuries.heal(injury)
      await ongoing.step.lookAgain?.(stage, ongoing)
      return { state: 'end' }
    },
  }
}

interface Interruption {
  readonly doing: () => Promise<void>
  readonly breakIn: () => Promise<void>
}

/** Whether the moment came while the step went on. Resolves when both step and injection have ended. */
async function isInterrupted(
  { site, signal }: Stage,
  { service, milestone }: Moment,
  { doing, breakIn }: Interruption,
): Promise<boolean> {
  const pattern = service.milestones[milestone]
  if (!pattern) return false
  const enough = new AbortController()
  const breakOff = () => enough.abort()
  signal.addEventListener('abort', breakOff, { once: true })
  const moments = site.says(service, pattern, enough.signal).then(
    () => true,
    () => false,
  )
  const goesOn = doing()
  try {
    const came = await Promise.race([moments, goesOn.then(() => false)])
    if (came) await breakIn()
    return came
  } finally {
    enough.abort()
    signal.removeEventListener('abort', breakOff)
    await goesOn
  }
}
