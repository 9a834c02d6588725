/**
 * A copy of every file of a volume, with a manifest of sizes and digests: how services that keep plain files are backed
 * up. It is taken while the service runs, file by file, as `cp -a` would; folders without a file in them are not kept.
 */

import { createHash } from 'node:crypto'
import { Failure, wallTime } from '../kernel/index.ts'
import { readIfThere, type VolumeAccess } from '../runtime/index.ts'
import type { Service, Topology, Volume } from '../site/index.ts'
import { COPY_NAME, newCopy } from './copy-name.ts'
import { manifestOf, type Manifest, type ManifestFile } from './manifest.ts'
import type {
  BackupScene,
  CleanCopy,
  CopyClaim,
  CopyDamage,
  Engine,
  EngineBackup,
  Job,
  RestoreOutcome,
} from './engine.ts'
import { scheduleOf } from './schedule.ts'

/** `copies/20091001T120000000Z-1f2e3d/files/...`: sorts by age. */
const PLACE = new RegExp(`^copies/(?<copy>${COPY_NAME})/(?:(?<manifest>manifest\\.json)|files/(?<file>.+))$`, 's')

interface StoredFile extends ManifestFile {
  readonly content: Buffer
}

type Opened =
  | { readonly is: 'sound'; readonly files: readonly StoredFile[] }
  | { readonly is: 'damaged'; readonly because: string; readonly damage: CopyDamage }

/**
 * Copies of a whole volume, file by file, as the backup of a service that keeps plain files. `every` is drill time,
 * without it a copy is taken by `takeBackup` only; `keep` is how many copies stay. Throws a usage error where it copies
 * to the volume that it copies.
 * @example
 * const nightly = folderCopy({ from: disk, to: vault, every: '1d', keep: 3 })
 */
export function folderCopy(job: Job<Volume>): EngineBackup<never> {
  const { from: of, to } = job
  if (of === to) throw new Failure('usage', 'folderCopy: to: expected another volume than the one that is copied')
  return {
    is: 'backup',
    can: [],
    of,
    to,
    ...scheduleOf(job, 'folderCopy'),
    engine: engineOf(job),
  }
}

function engineOf({ from: of, to, keep }: Job<Volume>): Engine {
  const shelf = ({ site }: BackupScene) => site.volume(to)
  return {
    serves: of,
    mistakes: [],
    take: async (scene) => {
      const claim = await take(scene.site.volume(of), shelf(scene))
      if (keep !== undefined) await prune(shelf(scene), keep)
      return claim
    },
    list: (scene) => list(shelf(scene)),
    files: async (scene, copy) =>
      (await stored(shelf(scene), copy)).map(({ path, bytes, file }) => ({
        path,
        bytes,
        holds: file === undefined ? 'manifest' : 'rows',
      })),
    verify: async (scene, copy) => {
      const opened = await open(shelf(scene), copy)
      return opened.is === 'sound'
        ? { sound: true, because: `${opened.files.length} files have the digests of the manifest` }
        : { sound: false, because: opened.because }
    },
    restore: (scene, copy) => restore(scene, of, to, copy),
    cleanRoom: (scene, copy) => cleanRoom(scene, of, to, copy),
  }
}

/** The manifest comes last: a copy without one was never finished. */
async function take(from: VolumeAccess, shelf: VolumeAccess): Promise<CopyClaim> {
  const taken = wallTime()
  const copy = newCopy(taken)
  const files: ManifestFile[] = []
  for (const { path } of await from.list()) {
    const content = await readIfThere(from, path)
    if (!content) continue
    await shelf.write(`copies/${copy}/files/${path}`, content)
    files.push({ path, bytes: content.length, sha256: digest(content) })
  }
  const manifest: Manifest = { taken, files }
  await shelf.write(`copies/${copy}/manifest.json`, Buffer.from(JSON.stringify(manifest)))
  return claimOf(copy, manifest)
}

async function prune(shelf: VolumeAccess, keep: number): Promise<void> {
  const old = (await list(shelf)).slice(0, -keep)
  for (const { copy } of old) for (const { path } of await stored(shelf, copy)) await shelf.delete(path)
}

/** A copy whose manifest cannot be read is listed too: what is hidden cannot be asked for. */
async function list(shelf: VolumeAccess): Promise<readonly CopyClaim[]> {
  const copies = Map.groupBy(await stored(shelf), ({ copy }) => copy)
  const claims = [...copies].map(async ([copy, files]) => {
    const manifest = await manifestIn(shelf, copy).catch(() => undefined)
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return manifest ? claimOf(copy, manifest) : { copy, taken: '', bytes, claims: {} }
  })
  return (await Promise.all(claims)).toSorted((a, b) => (a.copy < b.copy ? -1 : 1))
}

async function stored(shelf: VolumeAccess, only?: string) {
  const files = await shelf.list()
  return files.flatMap(({ path, bytes }) => {
    const { copy, file } = PLACE.exec(path)?.groups ?? {}
    return copy === undefined || (only !== undefined && copy !== only) ? [] : [{ path, bytes, copy, file }]
  })
}

/** All of a copy, read and compared with its manifest. */
async function open(shelf: VolumeAccess, copy: string): Promise<Opened> {
  const there = await stored(shelf, copy)
  if (there.length === 0) return damaged(`there is no copy '${copy}'`)
  if (there.every(({ bytes }) => bytes === 0)) return damaged('its files hold nothing', 'empty')
  const manifest = await manifestIn(shelf, copy).catch(() => undefined)
  if (!manifest) return damaged('it has no manifest that can be read')
  const files: StoredFile[] = []
  for (const file of manifest.files) {
    const content = await readIfThere(shelf, `copies/${copy}/files/${file.path}`)
    if (!content) return damaged(`${file.path} is missing`)
    if (digest(content) !== file.sha256) return damaged(`${file.path} has another digest than its manifest says`)
    files.push({ ...file, content })
  }
  return { is: 'sound', files }
}

const damaged = (because: string, damage: CopyDamage = 'unusable'): Opened => ({ is: 'damaged', because, damage })

async function restore(scene: BackupScene, of: Volume, to: Volume, copy: string): Promise<RestoreOutcome> {
  const { site, topology } = scene
  const opened = await open(site.volume(to), copy)
  if (opened.is === 'damaged') return { ...opened, is: 'refused' }
  const services = topology.usersOf(of).map(({ service }) => service)
  for (const service of services) await site.stop(service)
  const volume = site.volume(of)
  await volume.clear()
  for (const { path, content } of opened.files) await volume.write(path, content)
  for (const { path, sha256 } of opened.files) {
    if (digest(await volume.read(path)) !== sha256) throw new Failure('environment', `${path} was not written back`)
  }
  for (const service of services) await site.start(service)
  return { is: 'restored', rows: opened.files.length }
}

async function cleanRoom(scene: BackupScene, of: Volume, to: Volume, copy: string): Promise<CleanCopy> {
  const { site, topology } = scene
  const opened = await open(site.volume(to), copy)
  if (opened.is === 'damaged') return { ...opened, is: 'unusable' }
  const { service, path } = readerOf(topology, of)
  await using all = new AsyncDisposableStack()
  const scratch = all.use(await site.scratch())
  for (const file of opened.files) await scratch.write(file.path, file.content)
  const room = all.use(await site.cleanRoom(service, { data: new Map([[path, scratch]]) }))
  const kept = all.move()
  return {
    is: 'serving',
    address: room.address,
    execute: room.execute,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Of several services that use a volume, the one that devices reach. */
function readerOf(topology: Topology, volume: Volume): { readonly service: Service; readonly path: string } {
  const users = topology.usersOf(volume)
  const reached = new Set([...topology.clients.values()].map((client) => client.service))
  const reader = users.find(({ service }) => reached.has(service)) ?? users[0]
  if (reader) return reader
  throw new Failure(
    'usage',
    `folderCopy: from: expected a volume that a service uses, got '${topology.nameOf(volume)}'`,
  )
}

async function manifestIn(shelf: VolumeAccess, copy: string): Promise<Manifest> {
  return manifestOf(await shelf.read(`copies/${copy}/manifest.json`))
}

function claimOf(copy: string, { taken, files }: Manifest): CopyClaim {
  return { copy, taken, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), claims: {} }
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
