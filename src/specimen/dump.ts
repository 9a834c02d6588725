/**
 * The specimen's backup where it keeps its rows in PostgreSQL: `pg_dump` beside the database, and back by collection
 * and by account from a database beside the live one, through the same door as a copy of its own.
 */

import { dumpEngine, Dumps, scheduleOf, shelfOf, withDumpIn } from '../backups/index.ts'
import type { BackupScene, EngineBackup, Job, RestoreOutcome, RestoreScope } from '../backups/index.ts'
import type { Service } from '../site/index.ts'
import { administering } from './administration.ts'
import type { Specimen } from './specimen.ts'

export function dumpOfSpecimen(job: Job<Specimen>, database: Service): EngineBackup<'by collection' | 'by account'> {
  const { from: serves, to, keep } = job
  const { path } = shelfOf(database)
  const dumps = new Dumps(database, to, path)
  return {
    is: 'backup',
    can: ['by collection', 'by account'],
    of: database,
    to,
    adds: { mounts: { [path]: to }, args: [] },
    ...scheduleOf(job, 'specimenBackup'),
    engine: {
      ...dumpEngine(database, dumps, { path, to, keep }),
      serves,
      restore: (scene, copy, scope) => restore(scene, serves, dumps, copy, scope),
    },
  }
}

async function restore(
  scene: BackupScene,
  service: Specimen,
  dumps: Dumps,
  copy: string,
  scope: RestoreScope,
): Promise<RestoreOutcome> {
  let outcome: RestoreOutcome | undefined
  const refusal = await withDumpIn(dumps, scene, copy, async (database) => {
    outcome = await administering(scene.site, service, (admin) => admin.restoreFrom({ database }, scope))
  })
  if (refusal) return { is: 'refused', ...refusal }
  return outcome ?? { is: 'refused', because: 'nothing was restored' }
}
