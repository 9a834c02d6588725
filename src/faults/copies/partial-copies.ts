/**
 * A job leaves something out: a table that was added later, a folder that nobody listed. What it does copy is sound,
 * and says so. Seen in many projects as "7 of 15 tables are backed up".
 */

import type { EngineBackup } from '../../backups/index.ts'
import type { CollectionName } from '../../records/index.ts'
import type { Fault } from '../fault.ts'
import { spoiltJob } from './spoilt.ts'

/**
 * From now on jobs of this backup leave a collection out and report success. Only for engines that can be made to.
 * @example
 * inject(partialCopies(nightly, { without: 'photos' }))
 */
export function partialCopies(backup: EngineBackup, { without }: { readonly without: CollectionName }): Fault {
  return spoiltJob({
    name: 'partialCopies',
    backup,
    settings: { without },
    mistake: { without: [without] },
    async look({ scene, copy }) {
      const listed = (await backup.engine.list(scene)).find((one) => one.copy === copy)
      return listed && (listed.claims[without] ?? 0) === 0 ? `${copy} holds no ${without}` : undefined
    },
  })
}
