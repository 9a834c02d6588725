/** A copy is taken, as its job would take it. */

import type { EngineBackup } from '../backups/index.ts'
import type { Ability } from '../site/index.ts'
import { failedBy } from './command.ts'
import type { Copy } from './step.ts'

/**
 * What is returned is the handle of the copy, for `restore`. A job that fails is a failed step, and the drill goes on.
 *
 * @example
 * const monday = takeBackup(nightly)
 * const acts = { before: [work({ edits: 50 }), monday], disaster: [...], recovery: [restore(monday)] }
 */
export function takeBackup<A extends Ability>(backup: EngineBackup<A>): Copy<A> {
  return {
    is: 'step',
    name: 'takeBackup',
    takes: false,
    needs: ['copies'],
    can: backup.can,
    describe: (names) => [names.of(backup)],
    async run({ copies }, { step }) {
      const came = await copies.take(backup, step)
      return 'copy' in came ? { state: 'end' } : failedBy(came.failed)
    },
  }
}
