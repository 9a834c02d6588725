/** Something goes wrong on purpose. */

import type { Injury } from '../faults/index.ts'
import { callOfInjury } from './call.ts'
import type { Step } from './step.ts'

/**
 * A fault stays on until a step heals it, or until the heal phase; damage stays. In `before` only backups may be
 * injured. What an injury takes is blamed on the injury, not on this step.
 *
 * @example inject(zeroPages(san, { share: '60%' }))
 */
export function inject(injury: Injury): Step {
  return {
    is: 'step',
    name: 'inject',
    takes: false,
    injury,
    describe: (names) => [callOfInjury(injury, names)],
    async run({ injuries }, { id, key }) {
      await injuries.inject(injury, id, key)
      return { state: 'end' }
    },
  }
}
