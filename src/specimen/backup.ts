/** The specimen's own backup: online, database and blobs of one moment, restored by class and by account. */

import { Wire } from '../clients/index.ts'
import type { BackupScene, CleanCopy, Engine, EngineBackup, Job } from '../backups/index.ts'
import { msOf } from '../kernel/index.ts'
import type { RunningSite, VolumeAccess } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import { Administration } from './administration.ts'
import type { Specimen } from './specimen.ts'

/** Where the service finds the volume that its copies go to. */
const SHELF = '/backups'
const ENOUGH_MS = 120_000

export function specimenBackup(job: Job<Specimen>): EngineBackup<'by class' | 'by account'> {
  const { of, to, every, keep } = job
  return {
    is: 'backup',
    can: ['by class', 'by account'],
    of,
    to,
    adds: { mounts: { [SHELF]: to }, args: ['--backups', SHELF] },
    ...(every !== undefined && { everyMs: msOf(every, 'specimenBackup: every') }),
    ...(keep !== undefined && { keep }),
    engine: engineOf(job),
  }
}

function engineOf({ of: serves, to, keep }: Job<Specimen>): Engine {
  return {
    serves,
    take: ({ site }) => asking(site, serves, (service) => service.take(keep)),
    list: ({ site }) => asking(site, serves, (service) => service.list()),
    verify: ({ site }, copy) => asking(site, serves, (service) => service.verify(copy)),
    restore: ({ site }, copy, scope) => asking(site, serves, (service) => service.restore(copy, scope)),
    cleanRoom: ({ site }: BackupScene, copy) => cleanRoom(site, serves, site.volume(to), copy),
  }
}

/** Past every link: whoever administers a service sits beside it. */
async function asking<T>(site: RunningSite, service: Service, ask: (service: Administration) => Promise<T>): Promise<T> {
  await using wire = new Wire(() => site.direct(service), { answerMs: ENOUGH_MS })
  return await ask(new Administration(wire.send))
}

/** A specimen of its own, with nothing but a copy of the shelf, into which that copy is restored. */
async function cleanRoom(site: RunningSite, service: Service, shelf: VolumeAccess, copy: string): Promise<CleanCopy> {
  await using opened = new AsyncDisposableStack()
  const room = opened.use(await site.cleanRoom(service, new Map([[SHELF, shelf]])))
  await using wire = new Wire(() => room.address, { answerMs: ENOUGH_MS })
  const restored = await new Administration(wire.send).restore(copy, {})
  if (restored.is === 'refused') return { is: 'unusable', because: restored.because }
  const kept = opened.move()
  return { is: 'serving', address: room.address, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
