/**
 * A job reports success and writes nothing. On the disk: files of no bytes. Found when somebody restores, and by nobody
 * who looks at exit codes. GitLab, January 2017: dumps of a few bytes, made by a tool of the wrong version.
 */

import type { EngineBackup } from '../../backups/index.ts'
import type { Fault } from '../fault.ts'
import { spoiltJob } from './spoilt.ts'

/**
 * From now on jobs of this backup report success and write files of no bytes. Healing does not mend what was taken.
 * @example
 * inject(emptyCopies(nightly))
 */
export function emptyCopies(backup: EngineBackup): Fault {
  return spoiltJob({
    name: 'emptyCopies',
    backup,
    async damage({ volume, files }) {
      for (const { path, holds } of files) if (holds !== 'manifest') await volume.truncate(path, 0)
    },
    look({ copy, files }) {
      const inside = files.filter(({ holds }) => holds !== 'manifest')
      const isEmpty = inside.length > 0 && inside.every(({ bytes }) => bytes === 0)
      return Promise.resolve(isEmpty ? `all ${inside.length} files of ${copy} have no bytes` : undefined)
    },
  })
}
