/**
 * A schedule stops: the machine that ran it was replaced, a credential ran out. Nothing fails, for nothing runs; the
 * newest copy grows old. Found only by whoever asks how old it is.
 */

import type { EngineBackup } from '../../backups/index.ts'
import type { Fault } from '../fault.ts'

/**
 * From now on no scheduled job of this backup runs, and nobody is told.
 * @example
 * inject(stoppedCopies(nightly))
 */
export function stoppedCopies(backup: EngineBackup): Fault {
  return {
    is: 'fault',
    name: 'stoppedCopies',
    on: [backup],
    settings: {},
    needs: ['copies'],
    async inject({ site, topology, jobs }) {
      const scene = { site, topology }
      const before = (await backup.engine.list(scene)).length
      let missed = 0
      let on = true
      const stop = jobs.spoil(backup, { instead: () => void (missed += 1) })
      return {
        async witness() {
          const now = await backup.engine.list(scene).then(
            (copies) => copies.length,
            () => before,
          )
          return { what: `${missed} runs were missed, ${before} copies became ${now}`, count: missed }
        },
        heal() {
          stop()
          on = false
          return Promise.resolve()
        },
        isHealed: () => Promise.resolve(!on),
      }
    },
  }
}
