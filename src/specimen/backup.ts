/** The specimen's own backup: online, database and blobs of one moment, restored by collection and by account. */

import { Wire } from '../clients/index.ts'
import { JOB_MS, scheduleOf, shelfOf } from '../backups/index.ts'
import type { CleanCopy, CopyFile, Engine, EngineBackup, Job } from '../backups/index.ts'
import type { RunningSite, VolumeAccess } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import { Administration, administering } from './administration.ts'
import { dumpOfSpecimen } from './dump.ts'
import { databaseOf, type Specimen } from './specimen.ts'

/** One place where the service finds a volume that copies of it go to. */
interface Shelf {
  readonly name: string
  readonly path: string
}

/**
 * The specimen's own backup, or a dump of its database where it has one.
 * @example
 * const nightly = specimenBackup({ from: sync, to: vault, every: '1d' })
 */
export function specimenBackup(job: Job<Specimen>): EngineBackup<'by collection' | 'by account'> {
  const { from: of, to } = job
  const database = databaseOf(of)
  if (database) return dumpOfSpecimen(job, database)
  const shelf = shelfOf(of)
  return {
    is: 'backup',
    can: ['by collection', 'by account'],
    of,
    to,
    // In a folder of their own: on a volume that holds the live data too, a copy is told apart from it.
    adds: { mounts: { [shelf.path]: to }, args: ['--backups', `${shelf.name}=${shelf.path}/copies`] },
    ...scheduleOf(job, 'specimenBackup'),
    engine: engineOf(job, shelf),
  }
}

function engineOf({ from: serves, to, keep }: Job<Specimen>, shelf: Shelf): Engine {
  const asking = <T>(site: RunningSite, ask: (service: Administration) => Promise<T>) =>
    administering(site, serves, ask, shelf.name)
  return {
    serves,
    mistakes: ['without', 'blobs'],
    take: ({ site }, mistake) => asking(site, (service) => service.take(keep, mistake)),
    files: async ({ site }, copy) => (await site.volume(to).list()).flatMap((file) => partOf(copy, file)),
    list: ({ site }) => asking(site, (service) => service.list()),
    verify: ({ site }, copy) => asking(site, (service) => service.verify(copy)),
    restore: ({ site }, copy, scope) => asking(site, (service) => service.restore(copy, scope)),
    cleanRoom: ({ site }, copy) => cleanRoom(site, serves, shelf, site.volume(to), copy),
  }
}

/** `shelf-1` is only a path in the service; on the volume its copies lie in a folder of their own. */
function partOf(copy: string, { path, bytes }: { readonly path: string; readonly bytes: number }): readonly CopyFile[] {
  const within = path.split('/')
  if (!within.includes(copy)) return []
  if (path.endsWith('.sqlite')) return [{ path, bytes, holds: 'rows' }]
  return [{ path, bytes, holds: within.includes('blobs') ? 'blob' : 'manifest' }]
}

/** A specimen of its own, with nothing but a copy of the shelf, into which that copy is restored. */
async function cleanRoom(
  site: RunningSite,
  service: Service,
  { name, path }: Shelf,
  volume: VolumeAccess,
  copy: string,
): Promise<CleanCopy> {
  await using opened = new AsyncDisposableStack()
  const room = opened.use(await site.cleanRoom(service, { data: new Map([[path, volume]]) }))
  await using wire = new Wire(() => room.address, { answerMs: JOB_MS })
  const restored = await new Administration(wire.send, name).restore(copy, {})
  if (restored.is === 'refused') return { ...restored, is: 'unusable' }
  const kept = opened.move()
  return {
    is: 'serving',
    address: room.address,
    execute: room.execute,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
