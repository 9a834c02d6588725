/** A fault ends: what was broken works again, and no data comes back by that. */

import type { Fault } from '../faults/index.ts'
import { callOfInjury } from './call.ts'
import { demand } from './demand.ts'
import type { Step } from './step.ts'

/**
 * Heals the newest injection of this very fault value; refused where no earlier step injects it. What is still on after
 * `recovery` is healed anyway.
 *
 * @example
 * const cut = cutLink(api.link)
 * const disaster = [inject(cut), work({ edits: 20 }), heal(cut)]
 */
export function heal(fault: Fault): Step {
  return {
    is: 'step',
    name: 'heal',
    takes: false,
    describe: (names) => [callOfInjury(fault, names)],
    check({ earlier }) {
      const isInjected = earlier.some(({ injury }) => injury === fault)
      demand(isInjected, 'fault', 'the very fault that an earlier step injects', 'another')
    },
    async run({ injuries }) {
      await injuries.heal(fault)
      return { state: 'end' }
    },
  }
}
