/** Injects in the middle of a step, when a service announces a milestone; a fault heals when the step has ended. */

import type { CompiledStep, StepDetails } from '../../drill/index.ts'
import type { Stage } from '../stage.ts'
import { take, type StepEnd } from './index.ts'
import { tellBuild } from './upgrade.ts'

type Details = Extract<StepDetails, { does: 'interrupt' }>

export async function doInterrupt(stage: Stage, step: CompiledStep, details: Details): Promise<StepEnd> {
  const { injury, moment } = details
  const { ongoing } = step
  if (!ongoing) return { state: 'failed', because: 'there is nothing to interrupt' }
  const came = await interrupted(stage, step, ongoing, details)
  const { topology } = stage.compiled
  stage.ledger.append({
    is: 'moment',
    step: step.id,
    service: topology.nameOf(moment.service),
    milestone: moment.milestone,
    state: came ? 'came' : 'never',
  })
  if (!came) return { state: 'failed', because: `the moment never came: nobody said '${moment.milestone}'` }
  if (injury.is === 'fault') await stage.injuries.heal(injury)
  const inner = ongoing.details
  const changes = inner.does === 'upgrade' || inner.does === 'rollBack'
  if (changes) await tellBuild(stage, ongoing.id, inner.service, 'after')
  return { state: 'end' }
}

/** Whether the moment came while the step went on. Resolves when both step and injection have ended. */
async function interrupted(
  stage: Stage,
  step: CompiledStep,
  ongoing: CompiledStep,
  { injury, moment }: Details,
): Promise<boolean> {
  const pattern = moment.service.milestones[moment.milestone]
  if (!pattern) return false
  const enough = new AbortController()
  const breakOff = () => enough.abort()
  stage.signal.addEventListener('abort', breakOff, { once: true })
  const moments = stage.site.says(moment.service, pattern, enough.signal).then(
    () => true,
    () => false,
  )
  const doing = take(stage, ongoing)
  try {
    const came = await Promise.race([moments, doing.then(() => false)])
    if (came) await stage.injuries.inject(injury, step.id, step.key)
    return came
  } finally {
    enough.abort()
    stage.signal.removeEventListener('abort', breakOff)
    await doing
  }
}
