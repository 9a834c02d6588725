/** While something goes on (work, a backup, a fault) the steps run, evenly spread; a fault heals at the end. */

import type { CompiledStep } from '../../drill/index.ts'
import type { Stage } from '../stage.ts'
import { take, walk, type StepEnd } from './index.ts'
import { doWork } from './work.ts'

export async function doDuring(stage: Stage, step: CompiledStep): Promise<StepEnd> {
  const { details, ongoing, children } = step
  if (details.does !== 'during') return { state: 'failed', because: 'not a during' }
  if (!ongoing) {
    if ('inject' in details.ongoing) {
      await stage.injuries.inject(details.ongoing, step.id, step.key)
      await walk(stage, children)
      await stage.injuries.heal(details.ongoing)
    }
    return { state: 'end' }
  }
  if (ongoing.details.does === 'work') return workWith(stage, ongoing, children)
  await Promise.all([take(stage, ongoing), walk(stage, children)])
  return { state: 'end' }
}

/** Before each edit, whatever is due by then: devices that are busy stay busy meanwhile. */
async function workWith(stage: Stage, work: CompiledStep, children: readonly CompiledStep[]): Promise<StepEnd> {
  const due = children.map((child, index) => ({ child, isDue: dueAt(child, (index + 1) / (children.length + 1)) }))
  const takeDue = async (afterMs: number, fraction: number) => {
    const early = due.findIndex((one) => !one.isDue(afterMs, fraction))
    for (const { child } of due.splice(0, early < 0 ? due.length : early)) await take(stage, child)
  }
  stage.ledger.append({ is: 'step', step: work.id, state: 'begin' })
  const ended = await doWork(stage, work, takeDue)
  await takeDue(Infinity, 1)
  stage.ledger.append({ is: 'step', step: work.id, ...ended })
  return ended
}

function dueAt({ details }: CompiledStep, evenly: number): (afterMs: number, fraction: number) => boolean {
  if (details.does !== 'at') return (_, fraction) => fraction >= evenly
  const { point } = details
  return 'ms' in point ? (afterMs) => afterMs >= point.ms : (_, fraction) => fraction >= point.fraction
}
