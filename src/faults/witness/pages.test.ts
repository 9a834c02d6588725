import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../../kernel/index.ts'
import type { VolumeAccess } from '../../runtime/index.ts'
import { countPages, drawPages, overwrite, pagesIn } from './pages.ts'

/** Files in memory, which is all that drawing and overwriting ask of a volume. */
function volumeOf(files: ReadonlyMap<string, Buffer>): VolumeAccess {
  const unasked = () => Promise.reject(new Error('not asked in this test'))
  return {
    name: 'memory',
    clear: unasked,
    exists: unasked,
    remove: unasked,
    copyTo: unasked,
    truncate: unasked,
    write: unasked,
    search: unasked,
    delete: unasked,
    list: () => Promise.resolve([...files].map(([path, content]) => ({ path, bytes: content.length }))),
    read: (path, from = 0, bytes) =>
      Promise.try(() => {
        const content = files.get(path)
        if (!content) throw new Error(`ENOENT: ${path}`)
        return Buffer.from(content.subarray(from, from + (bytes ?? Infinity)))
      }),
    overwrite: (path, from, content) => Promise.resolve(files.get(path)?.set(content, from)),
  }
}

const sizes = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 5 })
const filesOf = (bytes: readonly number[]) =>
  new Map(bytes.map((size, index) => [`file-${index}`, Buffer.alloc(size, 1)] as const))

test('the same seed draws the same pages, as many as the share says, each once and inside its file', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 0, max: 100 }), fc.string(), async (bytes, percent, seed) => {
      const draw = () => drawPages(volumeOf(filesOf(bytes)), percent / 100, new Random(seed))
      const runs = await draw()
      expect(await draw()).toEqual(runs)
      const all = bytes.reduce((sum, size) => sum + Math.ceil(size / 4096), 0)
      expect(pagesIn(runs)).toBe(Math.ceil((all * percent) / 100))
      for (const { path, from, bytes: length } of runs) {
        expect(from % 4096).toBe(0)
        expect(from + length).toBeLessThanOrEqual(bytes[Number(path.slice('file-'.length))] ?? 0)
      }
      expect(new Set(runs.map(({ path, from }) => `${path}@${from}`)).size).toBe(runs.length)
    }),
    { numRuns: 60, examples: [[[28_673, 28_673, 1, 28_673], 28, '']] },
  )
})

test('what is drawn is overwritten, and nothing else', async () => {
  const files = filesOf([10_000, 9_000, 1])
  const volume = volumeOf(files)
  const runs = await drawPages(volume, 0.5, new Random('half'))
  await overwrite(volume, runs, (content) => content.fill(0))
  const zeros = [...files.values()].reduce((sum, content) => sum + content.filter((byte) => byte === 0).length, 0)
  expect(zeros).toBe(runs.reduce((sum, { bytes }) => sum + bytes, 0))
  expect(zeros).toBeGreaterThan(0)
})

test('a file that goes away once its pages are drawn is passed over, and counted no more', async () => {
  const files = filesOf([8_192, 8_192])
  const volume = volumeOf(files)
  const runs = await drawPages(volume, 1, new Random('seed'))
  files.delete('file-0')
  await overwrite(volume, runs, (content) => content.fill(0))
  expect(await countPages(volume, runs, (page) => page.every((byte) => byte === 0))).toBe(2)
  const unreadable = { ...volume, read: () => Promise.reject(new Error('EIO')) }
  await expect(overwrite(unreadable, runs, (content) => content)).rejects.toThrow('EIO')
})
