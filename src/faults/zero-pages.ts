/**
 * A storage system loses blocks: a firmware fault, a half-finished migration, a discarded thin volume. On the disk:
 * pages read as zeros, journals and copies on the same volume too; SQLite answers "file is not a database", or, when
 * only some are gone, "malformed". Nothing heals it. Reported, never confirmed: Sidekick, October 2009.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import { refuseOthers } from '../kernel/declared.ts'
import { fractionOf, type Share } from '../kernel/index.ts'
import type { Volume } from '../site/index.ts'
import type { Damage } from './fault.ts'
import { countPages, drawPages, overwrite, pagesIn } from './witness/pages.ts'
import { complaints, findDatabases } from './witness/sqlite.ts'

/** As long as the longest page: compared as a whole, ten thousand pages take milliseconds. */
const ZEROS = Buffer.alloc(4_096)

/**
 * Overwrites all pages of all files of a volume with zeros; with `share`, that part of them, drawn by seed.
 * @example
 * inject(zeroPages(disk, { share: '5%' }))
 */
export function zeroPages(volume: Volume, { share, ...others }: { readonly share?: Share } = {}): Damage {
  refuseOthers('zeroPages', others, 'share')
  const fraction = share === undefined ? 1 : fractionOf(share, 'zeroPages: share')
  return {
    is: 'damage',
    name: 'zeroPages',
    on: [volume],
    settings: share === undefined ? {} : { share },
    needs: ['volumes'],
    sideEffects: OLDER_STATE,
    async inject({ site, topology }, random) {
      const access = site.volume(volume)
      const databases = await findDatabases(access)
      const runs = await drawPages(access, fraction, random)
      await overwrite(access, runs, (content) => content.fill(0))
      return {
        ...(fraction === 1 && { took: [{ kind: 'volume', volume: topology.nameOf(volume) }] }),
        async witness() {
          const zeroed = await countPages(access, runs, (page) => ZEROS.subarray(0, page.length).equals(page))
          const answers = await complaints(access, databases)
          return { what: `${zeroed} of ${pagesIn(runs)} pages read as zeros${answers}`, count: zeroed }
        },
      }
    },
  }
}
