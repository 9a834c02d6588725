/** Drill time passes, and nobody edits. */

import { inWords, msOf, type Duration } from '../kernel/index.ts'
import type { Step } from './step.ts'

/**
 * Backups that become due are taken as it ends. No real time passes.
 *
 * @example timePasses('1d')
 */
export function timePasses(time: Duration): Step {
  const ms = msOf(time, 'timePasses')
  return {
    is: 'step',
    name: 'timePasses',
    takes: false,
    describe: () => [inWords(ms)],
    run({ clock }) {
      clock.advance(ms)
      return Promise.resolve({ state: 'end' })
    },
  }
}
