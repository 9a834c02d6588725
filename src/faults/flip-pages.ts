/**
 * A storage system returns other bytes than were written: a bad cable, a bad controller, memory without parity. On the
 * disk: every bit of the pages that are hit is turned over; SQLite answers "malformed". Nothing heals it.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import { refuseOthers } from '../kernel/declared.ts'
import { digest } from '../records/index.ts'
import { fractionOf, type Share } from '../kernel/index.ts'
import type { VolumeAccess } from '../runtime/index.ts'
import type { Volume } from '../site/index.ts'
import type { Damage } from './fault.ts'
import { countPages, drawPages, overwrite, pagesIn, type PageRun } from './witness/pages.ts'
import { complaints, findDatabases } from './witness/sqlite.ts'

/** What a file begins with is left, so that it still looks like what it is: a lost header is `zeroPages`. */
const HEADER_BYTES = 100

/**
 * Turns over every bit of a share of all pages of a volume, drawn by seed; the head of each file is left.
 * @example
 * inject(flipPages(disk, { share: '1%' }))
 */
export function flipPages(volume: Volume, { share, ...others }: { readonly share: Share }): Damage {
  refuseOthers('flipPages', others, 'share')
  const fraction = fractionOf(share, 'flipPages: share')
  return {
    is: 'damage',
    name: 'flipPages',
    on: [volume],
    settings: { share },
    needs: ['volumes'],
    sideEffects: OLDER_STATE,
    async inject({ site }, random) {
      const access = site.volume(volume)
      const databases = await findDatabases(access)
      const runs = await drawPages(access, fraction, random)
      const before = await fingerprints(access, runs)
      await overwrite(access, runs, flipped)
      return {
        async witness() {
          const after = await fingerprints(access, runs)
          const changed = [...before].filter(([page, content]) => after.has(page) && after.get(page) !== content).length
          const answers = await complaints(access, databases)
          return { what: `${changed} of ${pagesIn(runs)} pages hold other bytes${answers}`, count: changed }
        },
      }
    },
  }
}

function flipped(content: Buffer, { from }: PageRun): Uint8Array {
  return content.map((byte, index) => (from + index < HEADER_BYTES ? byte : byte ^ 0xff))
}

async function fingerprints(volume: VolumeAccess, runs: readonly PageRun[]): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>()
  await countPages(volume, runs, (page, { path, from }) => {
    seen.set(`${path}@${from}`, digest(page.toString('latin1'), 32))
    return true
  })
  return seen
}
