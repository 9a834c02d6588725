/** While something goes on (work, a backup, a fault), steps run beside it. */

import type { Fault } from '../faults/index.ts'
import { callOf, callOfInjury } from './call.ts'
import { demand, isThereAStep } from './demand.ts'
import type { Beside, CompiledStep, Step, Steps, Walk } from './step.ts'

/**
 * Beside work the steps run evenly spread, or `at` a point of it; beside any other step at the same time; beside a
 * fault while it is on, and it heals at the end. Refused: damage, which does not heal, and nothing beside it.
 *
 * @example during(work({ edits: 100, over: '2h' }), [at('50%', inject(killService(sync)))])
 */
export function during(ongoing: Step | Fault, steps: Steps): Step {
  return {
    is: 'step',
    name: 'during',
    takes: false,
    ...(ongoing.is === 'step' ? { ongoing } : { injury: ongoing }),
    describe: (names) => [ongoing.is === 'step' ? callOf(ongoing, names) : callOfInjury(ongoing, names)],
    check() {
      const heals = ongoing.is === 'step' || ongoing.is === 'fault'
      demand(heals, 'ongoing', 'a step, or a fault, which heals', 'damage, which stays')
      demand(isThereAStep(steps), 'steps', 'at least one step beside it', 'none')
    },
    inside: () => [{ steps }],
    async run({ injuries }, own, walk) {
      if (ongoing.is === 'fault') {
        await injuries.inject(ongoing, own.id, own.key)
        await walk.walk(own.children)
        await injuries.heal(ongoing)
      } else if (own.ongoing) {
        if (own.ongoing.step.lastsMs === undefined) {
          await Promise.all([walk.take(own.ongoing), walk.walk(own.children)])
        } else await walk.take(own.ongoing, taking(walk, own.children))
      }
      return { state: 'end' }
    },
  }
}

/** Before each edit, whatever is due by then: devices that are busy stay busy meanwhile. */
function taking(walk: Walk, children: readonly CompiledStep[]): Beside {
  const due = children.map((child, index) => ({ child, isDue: dueAt(child.step, (index + 1) / (children.length + 1)) }))
  return async (afterMs, fraction) => {
    const early = due.findIndex((one) => !one.isDue(afterMs, fraction))
    for (const { child } of due.splice(0, early < 0 ? due.length : early)) await walk.take(child)
  }
}

function dueAt({ point }: Step, evenly: number): (afterMs: number, fraction: number) => boolean {
  if (point === undefined) return (_, fraction) => fraction >= evenly
  return 'ms' in point ? (afterMs) => afterMs >= point.ms : (_, fraction) => fraction >= point.fraction
}
