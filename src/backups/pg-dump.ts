/**
 * `pg_dump` of a PostgreSQL database, and `pg_restore` in its place. A dump is brought into a database beside the old
 * one first: only what came back whole takes its place, so that a damaged dump changes nothing.
 */

import type { Service } from '../site/index.ts'
import type { BackupScene, Engine, EngineBackup, Job, RestoreOutcome } from './engine.ts'
import { Dumps, succeed, type Run } from './postgres/dumps.ts'
import { rowsIn } from './postgres/rows.ts'
import { serveFrom } from './rooms.ts'
import { scheduleOf } from './schedule.ts'
import { shelfOf } from './shelf.ts'

/**
 * Dumps of a PostgreSQL database with `pg_dump`. Needs containers. The server's image has PostgreSQL's own programs,
 * and its environment says which database is meant (PGDATABASE).
 * @example
 * const nightly = pgDump({ from: db, to: vault, every: '1d', keep: 7 })
 */
export function pgDump(job: Job<Service>): EngineBackup<never> {
  const { from: of, to, keep } = job
  const { path } = shelfOf(of)
  return {
    is: 'backup',
    can: [],
    of,
    to,
    adds: { mounts: { [path]: to }, args: [] },
    ...scheduleOf(job, 'pgDump'),
    engine: dumpEngine(of, new Dumps(of, to, path), { path, to, keep }),
  }
}

export function dumpEngine(
  of: Service,
  dumps: Dumps,
  { path, to, keep }: { readonly path: string; readonly to: Job<Service>['to']; readonly keep: number | undefined },
): Engine {
  return {
    serves: of,
    mistakes: [],
    take: (scene) => dumps.take(scene, keep),
    list: (scene) => dumps.list(scene),
    files: (scene, copy) => dumps.files(scene, copy),
    verify: (scene, copy) => dumps.verify(scene, copy),
    restore: (scene, copy) => inPlace(scene, dumps, copy),
    cleanRoom: async (scene, copy) => {
      const nothing = await dumps.emptiness(scene, copy)
      if (nothing) return { is: 'unusable', ...nothing }
      return serveFrom(scene, of, { data: new Map([[path, scene.site.volume(to)]]) }, async (room) => {
        const run: Run = (argv) => room.execute(argv, { atMostMs: 120_000 })
        return dumps.fill(scene, copy, await nameOf(run), run)
      })
    },
  }
}

const nameOf = async (run: Run): Promise<string> => (await succeed(run, ['printenv', 'PGDATABASE'])).trim()

async function inPlace(scene: BackupScene, dumps: Dumps, copy: string): Promise<RestoreOutcome> {
  const run = dumps.beside(scene)
  const name = await nameOf(run)
  const refusal = await withDumpIn(dumps, scene, copy, async (beside) => {
    await succeed(run, ['dropdb', '--force', '--if-exists', name])
    await succeed(run, ['psql', '--dbname=postgres', '-c', `ALTER DATABASE "${beside}" RENAME TO "${name}"`])
  })
  if (refusal) return { is: 'refused', ...refusal }
  return { is: 'restored', rows: await rowsIn(run) }
}

/** A database with the dump in it, for as long as it takes; gone afterwards, unless it was given another name. */
export async function withDumpIn(
  dumps: Dumps,
  scene: BackupScene,
  copy: string,
  use: (database: string) => Promise<void>,
): ReturnType<Dumps['fill']> {
  const run = dumps.beside(scene)
  const beside = `restored_${copy.toLowerCase().replaceAll('-', '_')}`
  await succeed(run, ['dropdb', '--force', '--if-exists', beside])
  await succeed(run, ['createdb', beside])
  try {
    const refusal = await dumps.fill(scene, copy, beside, run)
    if (!refusal) await use(beside)
    return refusal
  } finally {
    await succeed(run, ['dropdb', '--force', '--if-exists', beside])
  }
}
