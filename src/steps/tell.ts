/** What a runbook asks of people: each tells the program on their laptop. */

import type { Programs } from '../fleet/index.ts'
import { checkShares, demand } from './demand.ts'
import type { Step } from './step.ts'

/**
 * People tell their programs to do something: one of the things that the program knows; another is refused.
 *
 * @example tell(laptops.some('50%'), 'forget status')
 */
export function tell<T extends string>(laptops: Programs<T>, to: NoInfer<T>): Step {
  return {
    is: 'step',
    name: 'tell',
    takes: false,
    needs: ['images'],
    describe: (names) => [names.of(laptops), to],
    check() {
      checkShares(laptops)
      const known: readonly string[] = Object.keys(laptops.program.tells)
      demand(known.includes(to), 'to', `one of what ${laptops.program.name} knows (${known.join(', ')})`, to)
    },
    async run({ fleet }) {
      await fleet.tell(laptops, to)
      return { state: 'end' }
    },
  }
}
