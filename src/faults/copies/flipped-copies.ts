/**
 * A copy rots: single bits turn over, on the way or on the disk, and its size stays what it was. Found by whoever
 * compares digests, or restores. Bit rot on idle disks is the reason for scrubbing (Bairavasundaram et al., FAST 2008).
 */

import { createHash } from 'node:crypto'
import type { EngineBackup } from '../../backups/index.ts'
import type { Fault } from '../fault.ts'
import { rowsOf, spoiltJob, type SpoiltCopy } from './spoilt.ts'

const FLIPS = 16

/**
 * From now on single bits of each copy turn over once its job has reported success, its size unchanged.
 * @example
 * inject(flippedCopies(nightly))
 */
export function flippedCopies(backup: EngineBackup): Fault {
  const before = new Map<string, string>()
  return spoiltJob({
    name: 'flippedCopies',
    backup,
    async damage(copy, random) {
      const rows = rowsOf(copy)
      if (!rows || rows.bytes === 0) return
      before.set(copy.copy, await digestOf(copy))
      for (let flip = 0; flip < FLIPS; flip += 1) {
        const draw = random.fork(flip)
        const place = draw.fork('place').integer(0, rows.bytes - 1)
        const bit = 1 << draw.fork('bit').integer(0, 7)
        const [byte = 0] = await copy.volume.read(rows.path, place, 1)
        await copy.volume.overwrite(rows.path, place, Uint8Array.of(byte ^ bit))
      }
    },
    async look(copy) {
      const was = before.get(copy.copy)
      if (was === undefined || (await digestOf(copy)) === was) return undefined
      return `the bytes of ${rowsOf(copy)?.path} are others than its job wrote`
    },
  })
}

async function digestOf(copy: SpoiltCopy): Promise<string> {
  const rows = rowsOf(copy)
  const content = rows ? await copy.volume.read(rows.path) : Buffer.of()
  return createHash('sha256').update(content).digest('hex')
}
