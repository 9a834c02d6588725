import { describe, expect, test } from 'vitest'
import type { CopyFile, EngineBackup, JobMistake } from '../../backups/index.ts'
import { Random } from '../../kernel/index.ts'
import { openScene, smallSite, type SmallSite } from '../fault.contract.ts'
import type { Fault, Scene, Spoil } from '../fault.ts'
import { emptyCopies, flippedCopies, partialCopies, stoppedCopies, tornCopies, truncatedCopies } from '../index.ts'

const WRITE = `
  const { mkdirSync, writeFileSync } = require('node:fs')
  const [folder, blobs] = [process.argv[1], Number(process.argv[2])]
  mkdirSync(folder + '/blobs', { recursive: true })
  writeFileSync(folder + '/rows.sqlite', Buffer.alloc(16384, 7))
  writeFileSync(folder + '/manifest.json', '{}')
  for (let blob = 0; blob < blobs; blob += 1) writeFileSync(folder + '/blobs/' + blob, Buffer.alloc(100, blob))
`

const BYTES = 16_384
const PHOTOS = 3

/** A job that writes real files beside the data of the small site, and can be told wrongly. */
function jobOn({ rows, disk }: SmallSite) {
  const taken: { copy: string; taken: string; bytes: number; claims: Readonly<Record<string, number>> }[] = []
  const not = () => Promise.reject(new Error('not asked in this test'))
  const engine: EngineBackup['engine'] = {
    serves: rows,
    mistakes: ['without', 'blobs'],
    async take({ site }, mistake: JobMistake = {}) {
      const copy = `copy-${taken.length + 1}`
      const blobs = mistake.blobs ? PHOTOS - 1 : PHOTOS
      const argv = ['node', '-e', WRITE, `/rows/copies/${copy}`, String(blobs)]
      const { code, output } = await site.execute(argv, { inside: rows, atMostMs: 60_000 })
      if (code !== 0) throw new Error(output)
      const claim = { copy, taken: '', bytes: BYTES, claims: { photos: mistake.without ? 0 : PHOTOS } }
      taken.push(claim)
      return claim
    },
    list: () => Promise.resolve(taken),
    files: async ({ site }, copy) =>
      (await site.volume(disk).list())
        .filter(({ path }) => path.split('/').includes(copy))
        .map((file) => ({ ...file, holds: holdsOf(file.path) })),
    verify: not,
    restore: not,
    cleanRoom: not,
  }
  return { is: 'backup', can: [], of: rows, to: disk, engine } satisfies EngineBackup
}

function holdsOf(path: string): CopyFile['holds'] {
  if (path.includes('/blobs/')) return 'blob'
  return path.endsWith('.sqlite') ? 'rows' : 'manifest'
}

/** The scene with a schedule of its own: `run` is what a job does when its time has come. */
async function opened() {
  const small = smallSite()
  const open = await openScene(small)
  const spoils = new Set<Spoil>()
  const jobs: Scene['jobs'] = {
    spoil: (_, spoil) => {
      spoils.add(spoil)
      return () => void spoils.delete(spoil)
    },
  }
  const scene: Scene = { ...open.scene, jobs }
  const backup = jobOn(small)
  const run = async () => {
    const stopped = [...spoils].find(({ instead }) => instead)
    if (stopped) return stopped.instead?.()
    const mistake = spoils.values().reduce<JobMistake>((all, one) => ({ ...all, ...one.mistake }), {})
    const { copy } = await backup.engine.take(scene, mistake)
    for (const { after } of spoils) await after?.(copy)
  }
  const contentOf = async (copy: string) => {
    const files = await backup.engine.files(scene, copy)
    const access = scene.site.volume(small.disk)
    return new Map(await Promise.all(files.map(async ({ path }) => [path, await access.read(path)] as const)))
  }
  return { scene, backup, run, contentOf, [Symbol.asyncDispose]: () => open[Symbol.asyncDispose]() }
}

const CASES: readonly (readonly [name: string, make: (backup: EngineBackup) => Fault, seen: RegExp])[] = [
  ['emptyCopies', emptyCopies, /all 4 files of copy-1 have no bytes/],
  ['truncatedCopies', truncatedCopies, /rows\.sqlite has 8192 of 16384 bytes/],
  ['flippedCopies', flippedCopies, /rows\.sqlite are others than its job wrote/],
  ['partialCopies', (backup) => partialCopies(backup, { without: 'photos' }), /copy-1 holds no photos/],
  ['tornCopies', tornCopies, /copy-1 has 3 photos and the bytes of 2/],
]

describe.each(CASES)('%s', (name, make, seen) => {
  test('spoils copies while it is on, is seen to, and not afterwards', async () => {
    await using open = await opened()
    const fault = make(open.backup)
    expect(fault.name).toBe(name)
    const active = await fault.inject(open.scene, new Random('one'))
    await open.run()
    expect(await active.witness()).toEqual({ what: expect.stringMatching(seen), count: 1 })
    expect(await active.isHealed()).toBe(false)
    await active.heal()
    expect(await active.isHealed()).toBe(true)
    await open.run()
    expect((await active.witness()).count).toBe(1)
    const whole = await open.contentOf('copy-2')
    expect([
      whole.size,
      [...whole].find(([path]) => path.endsWith('.sqlite'))?.[1].equals(Buffer.alloc(BYTES, 7)),
    ]).toEqual([PHOTOS + 2, true])
  })

  test('has had no effect when no job ran', async () => {
    await using open = await opened()
    const active = await make(open.backup).inject(open.scene, new Random('one'))
    expect((await active.witness()).count).toBe(0)
  })
})

test('flipped copies keep their size, and the same seed flips the same bits', async () => {
  const rotten = async () => {
    await using open = await opened()
    await flippedCopies(open.backup).inject(open.scene, new Random('same'))
    await open.run()
    return [...(await open.contentOf('copy-1'))].find(([path]) => path.endsWith('.sqlite'))?.[1]
  }
  const [one, two] = [await rotten(), await rotten()]
  expect([one?.length, one?.equals(two ?? Buffer.of())]).toEqual([BYTES, true])
  const changed = one?.filter((byte) => byte !== 7).length ?? 0
  expect([changed > 0, changed <= 16]).toEqual([true, true])
})

test('a schedule that stopped misses its runs, and takes them up again when it is healed', async () => {
  await using open = await opened()
  await open.run()
  const active = await stoppedCopies(open.backup).inject(open.scene, new Random('one'))
  expect((await active.witness()).count).toBe(0)
  await open.run()
  expect(await active.witness()).toEqual({ what: '1 runs were missed, 1 copies became 1', count: 1 })
  await active.heal()
  await open.run()
  expect(await open.backup.engine.list(open.scene)).toHaveLength(2)
})

test('a job that cannot be told wrongly is refused by name', () => {
  const backup = jobOn(smallSite())
  const honest: EngineBackup = { ...backup, engine: { ...backup.engine, mistakes: [] } }
  expect(() => tornCopies(honest)).toThrow("tornCopies: expected a backup whose job can be told 'blobs', got one")
})
