/**
 * `pg_basebackup` and an archive of the log: what the server wrote since the copy comes back too, as far as it reached
 * the archive. All of it lies on one volume, best in a failure domain of its own. A copy is tried in a clean room
 * before the live data is touched: recovery is what proves it, and only recovery.
 */

import { Failure } from '../kernel/index.ts'
import type { VolumeAccess } from '../runtime/index.ts'
import type { Service, Volume } from '../site/index.ts'
import { COPY_NAME, newCopy, takenAt } from './copy-name.ts'
import { JOB_MS } from './engine.ts'
import type { BackupScene, CleanCopy, CopyClaim, Engine, EngineBackup, Job, RestoreOutcome } from './engine.ts'
import { succeed, type Run } from './postgres/dumps.ts'
import { serveFrom } from './rooms.ts'
import { rowsIn } from './postgres/rows.ts'
import { scheduleOf } from './schedule.ts'
import { shelfOf } from './shelf.ts'

const PLACE = new RegExp(`^base/(?<copy>${COPY_NAME})/base\\.tar$`)
/** Read by the server's image when it starts, in place of data. */
const WISH = '.restore-from'
/** Digits of a segment's name that tell its timeline; the others tell its place. */
const TIMELINE = 8

/**
 * Base backups of a PostgreSQL server beside its archived log: a restore comes as far as the log does. Needs
 * containers. The image must take ARCHIVE_TO from its environment, and an older state from a file `.restore-from` in
 * its data.
 * @example
 * const archive = pgArchive({ from: db, to: vault, every: '6h', keep: 2 })
 */
export function pgArchive(job: Job<Service>): EngineBackup<never> {
  const { from: of, to, keep } = job
  const [data, ...others] = Object.values(of.data)
  if (!data || others.length > 0) throw new Failure('usage', 'pgArchive: from: expected a service with one data volume')
  if (data === to) throw new Failure('usage', 'pgArchive: to: expected another volume than the data')
  const { path } = shelfOf(of)
  return {
    is: 'backup',
    can: [],
    of,
    to,
    adds: { mounts: { [path]: to }, args: [], env: { ARCHIVE_TO: path } },
    ...scheduleOf(job, 'pgArchive'),
    engine: engineOf({ of, to, path, data, keep }),
  }
}

interface Archive {
  readonly of: Service
  readonly to: Volume
  /** Where the server has it mounted. */
  readonly path: string
  readonly data: Volume
  readonly keep: number | undefined
}

function engineOf(archive: Archive): Engine {
  return {
    serves: archive.of,
    mistakes: [],
    take: (scene) => take(scene, archive),
    list: (scene) => list(scene, archive),
    files: async (scene, copy) =>
      (await list(scene, archive))
        .filter((one) => one.copy === copy)
        .map(({ bytes }) => ({ path: placeOf(copy), bytes, holds: 'rows' })),
    verify: async (scene, copy) => {
      const { code, output } = await beside(scene, archive)(['tar', '-tf', `${archive.path}/${placeOf(copy)}`])
      return { sound: code === 0, because: code === 0 ? `its tar has ${output.split('\n').length} entries` : output }
    },
    restore: (scene, copy) => restore(scene, archive, copy),
    cleanRoom: (scene, copy) => recovered(scene, archive, copy),
  }
}

/** Returns once the log that it needs is in the archive. */
async function take(scene: BackupScene, archive: Archive): Promise<CopyClaim> {
  const run = beside(scene, archive)
  const copy = newCopy()
  const unfinished = `${archive.path}/unfinished-${copy}`
  await succeed(run, ['mkdir', '-p', `${archive.path}/base`])
  const how = ['--format=tar', '--wal-method=none', '--checkpoint=fast', `--label=${copy}`]
  await succeed(run, ['pg_basebackup', `--pgdata=${unfinished}`, ...how])
  await succeed(run, ['mv', unfinished, `${archive.path}/base/${copy}`])
  const there = await list(scene, archive)
  await prune(run, archive, there)
  const claim = there.find((one) => one.copy === copy)
  if (claim) return claim
  throw new Failure('environment', `pg_basebackup ended well, and there is no ${placeOf(copy)}`)
}

/**
 * With a copy goes the log that only it needed: what was archived before the first of those that are kept began. By
 * place in the log, not by age: a server on a new disk begins a log of its own. Where one does not say, all is kept.
 */
async function prune(run: Run, { path, keep }: Archive, there: readonly CopyClaim[]): Promise<void> {
  const old = keep === undefined ? [] : there.slice(0, -keep)
  if (old.length === 0) return
  const began = await beginnings(run, path)
  await succeed(run, ['rm', '-r', ...old.map(({ copy }) => `${path}/base/${copy}`)])
  const kept = there.slice(old.length).map(({ copy }) => began.get(copy))
  const [first] = kept.toSorted((a = '', b = '') => (a.slice(TIMELINE) < b.slice(TIMELINE) ? -1 : 1))
  if (first !== undefined && !kept.includes(undefined)) await succeed(run, ['pg_archivecleanup', `${path}/wal`, first])
}

/** The segment in which each copy began, as the history file that the server archived with it is called. */
async function beginnings(run: Run, path: string): Promise<ReadonlyMap<string, string>> {
  const { output } = await run(['grep', '-arx', '--include=*.backup', 'LABEL: .*', `${path}/wal`])
  const found = output.split('\n').map((line) => /\/([0-9A-F]{24}\.[0-9A-F]{8}\.backup):LABEL: (.+)$/.exec(line))
  return new Map(found.flatMap((match) => (match ? [[match[2] ?? '', match[1] ?? ''] as const] : [])))
}

async function list({ site }: BackupScene, { to }: Archive): Promise<readonly CopyClaim[]> {
  return (await site.volume(to).list())
    .flatMap(({ path, bytes }) => {
      const copy = PLACE.exec(path)?.groups?.['copy']
      return copy === undefined ? [] : [{ copy, taken: takenAt(copy), bytes, claims: {} }]
    })
    .toSorted((a, b) => (a.copy < b.copy ? -1 : 1))
}

async function restore(scene: BackupScene, archive: Archive, copy: string): Promise<RestoreOutcome> {
  const rehearsal = await recovered(scene, archive, copy)
  if (rehearsal.is === 'unusable') return { ...rehearsal, is: 'refused' }
  await rehearsal[Symbol.asyncDispose]()
  const { site } = scene
  await site.stop(archive.of)
  const data = site.volume(archive.data)
  await data.clear()
  await wish(data, archive, copy)
  await site.start(archive.of)
  return { is: 'restored', rows: rehearsal.rows }
}

type Recovered = CleanCopy & { readonly rows: number }

/** A server that recovers from the copy and the archive, in a clean room, and can count its rows there. */
async function recovered(scene: BackupScene, archive: Archive, copy: string): Promise<Recovered> {
  const { bytes } = (await list(scene, archive)).find((one) => one.copy === copy) ?? {}
  if (bytes === undefined) return { is: 'unusable', because: `there is no ${placeOf(copy)}`, rows: 0 }
  if (bytes === 0) return { is: 'unusable', because: `${placeOf(copy)} holds nothing`, damage: 'empty', rows: 0 }
  await using scratch = await scene.site.scratch()
  await wish(scratch, archive, copy)
  const [path = ''] = Object.keys(archive.of.data)
  const data = new Map<string, VolumeAccess>([
    [path, scratch],
    [archive.path, scene.site.volume(archive.to)],
  ])
  let rows = 0
  try {
    const served = await serveFrom(scene, archive.of, { data }, async (room) => {
      rows = await rowsIn((argv) => room.execute(argv, { atMostMs: JOB_MS }))
      return undefined
    })
    return { ...served, rows }
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.class !== 'environment') throw thrown
    return { is: 'unusable', because: thrown.message, damage: 'unusable', rows: 0 }
  }
}

const wish = (data: VolumeAccess, { path }: Archive, copy: string): Promise<void> =>
  data.write(WISH, Buffer.from(`${path}/base/${copy}\n`))

const placeOf = (copy: string): string => `base/${copy}/base.tar`

function beside({ site }: BackupScene, { of }: Archive): Run {
  return (argv) => site.execute(argv, { inside: of, atMostMs: JOB_MS })
}
