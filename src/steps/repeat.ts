/** The same steps, several times. */

import { checkCount } from './demand.ts'
import type { Step, Steps } from './step.ts'

/**
 * Each round is spelled out in the plan, with edits of its own. Refused: no whole number of rounds.
 *
 * @example repeat(3, [inject(killService(sync)), work({ edits: 20 })])
 */
export function repeat(times: number, steps: Steps): Step {
  return {
    is: 'step',
    name: 'repeat',
    takes: false,
    describe: () => [times],
    check: () => checkCount('times', times),
    inside: () => [{ steps: Array.from({ length: times }, () => steps) }],
    async run(_, { children }, { walk }) {
      await walk(children)
      return { state: 'end' }
    },
  }
}
