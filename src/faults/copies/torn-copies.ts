/**
 * A copy is of two moments: rows of now, and files of the time before, because two jobs take them. Each part is sound;
 * together they name photos whose bytes are not there.
 */

import type { EngineBackup } from '../../backups/index.ts'
import type { Fault } from '../fault.ts'
import { spoiltJob } from './spoilt.ts'

/**
 * From now on copies hold rows of now, and blobs of the copy before. Only for engines that can be made to.
 * @example
 * inject(tornCopies(nightly))
 */
export function tornCopies(backup: EngineBackup): Fault {
  return spoiltJob({
    name: 'tornCopies',
    backup,
    mistake: { blobs: 'of the copy before' },
    async look({ scene, copy, files }) {
      const listed = (await backup.engine.list(scene)).find((one) => one.copy === copy)
      const photos = listed?.claims.photos ?? 0
      const blobs = files.filter(({ holds }) => holds === 'blob').length
      return blobs < photos ? `${copy} has ${photos} photos and the bytes of ${blobs}` : undefined
    },
  })
}
