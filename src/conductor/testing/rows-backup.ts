/** Copies of the small database: its one file, whole, on a shelf. It restores with the database stopped. */

import type { CopyClaim, EngineBackup } from '../../backups/index.ts'
import type { RunningSite, VolumeAccess } from '../../runtime/index.ts'
import type { Service, Volume } from '../../site/index.ts'
import { CHANGES } from './changes.ts'

export function rowsBackup(of: Service, data: Volume, to: Volume): EngineBackup<never> {
  const claimOf = (copy: string, bytes: number): CopyClaim => ({ copy, taken: copy, bytes, claims: {} })
  const list = async (shelf: VolumeAccess) => (await shelf.list()).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const copyIn = (site: RunningSite, copy: string) => site.volume(to).read(copy)
  return {
    is: 'backup',
    can: [],
    of,
    to,
    engine: {
      serves: of,
      mistakes: [],
      files: async ({ site }, copy) => [{ path: copy, bytes: (await copyIn(site, copy)).length, holds: 'rows' }],
      async take({ site }) {
        const copy = `copy-${(await list(site.volume(to))).length + 1}`
        const content = await site.volume(data).read(CHANGES)
        await site.volume(to).write(copy, content)
        return claimOf(copy, content.length)
      },
      list: async ({ site }) => (await list(site.volume(to))).map(({ path, bytes }) => claimOf(path, bytes)),
      verify: () => Promise.resolve({ sound: true, because: 'it has no opinion' }),
      async restore({ site }, copy) {
        const content = await copyIn(site, copy)
        await site.kill(of)
        await site.volume(data).write(CHANGES, content)
        await site.start(of)
        return { is: 'restored', rows: content.toString().split('\n').length - 1 }
      },
      async cleanRoom({ site }, copy) {
        await using scratch = await site.scratch()
        await scratch.write(CHANGES, await copyIn(site, copy))
        const room = await site.cleanRoom(of, { data: new Map([['/data', scratch]]) })
        const dispose = () => room[Symbol.asyncDispose]()
        return { is: 'serving', address: room.address, execute: room.execute, [Symbol.asyncDispose]: dispose }
      },
    },
  }
}
