/**
 * A copy breaks off: the disk was full, the connection ended, and the file was moved into place all the same. On the
 * disk: the first part of a database, with a valid head. A check that the file exists passes.
 */

import { refuseOthers } from '../../kernel/declared.ts'
import type { EngineBackup } from '../../backups/index.ts'
import { fractionOf, type Share } from '../../kernel/index.ts'
import type { Fault } from '../fault.ts'
import { rowsOf, spoiltJob } from './spoilt.ts'

/**
 * From now on each copy breaks off once its job has reported success: this share of its rows is `left`, half when left
 * out.
 * @example
 * inject(truncatedCopies(nightly, { left: '30%' }))
 */
export function truncatedCopies(
  backup: EngineBackup,
  { left = '50%', ...others }: { readonly left?: Share } = {},
): Fault {
  refuseOthers('truncatedCopies', others, 'left')
  const fraction = fractionOf(left, 'truncatedCopies: left')
  const lengths = new Map<string, number>()
  return spoiltJob({
    name: 'truncatedCopies',
    backup,
    settings: { left },
    async damage(copy) {
      const rows = rowsOf(copy)
      if (!rows) return
      lengths.set(copy.copy, rows.bytes)
      await copy.volume.truncate(rows.path, Math.floor(rows.bytes * fraction))
    },
    look(copy) {
      const rows = rowsOf(copy)
      const before = lengths.get(copy.copy) ?? 0
      const isShorter = rows !== undefined && rows.bytes < before
      return Promise.resolve(isShorter ? `${rows.path} has ${rows.bytes} of ${before} bytes` : undefined)
    },
  })
}
