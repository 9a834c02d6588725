import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchRaw } from './raw-search.ts'

async function search(content: Uint8Array, texts: readonly string[]): Promise<readonly string[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-raw-'))
  const path = join(folder.path, 'raw')
  writeFileSync(path, content)
  await using file = await open(path)
  return [...(await searchRaw(file, new Set(texts)))].toSorted()
}

const name = fc.integer({ min: 0, max: 9 }).map((digit) => `rec-00000${digit}-k3f9`)

test('finds exactly the texts that occur, also across the end of a chunk', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 1 }),
      fc.uniqueArray(name),
      fc.integer({ min: -40, max: 40 }),
      async (asked, there, shift) => {
        const end = (4 << 20) + shift
        const content = Buffer.alloc(end + 200, 0xff)
        for (const [place, text] of there.entries()) content.write(text, place === 0 ? end : place * 15)
        expect(await search(content, asked)).toEqual(asked.filter((text) => there.includes(text)).toSorted())
      },
    ),
    { numRuns: 50 },
  )
})

test('texts of any length, in bytes that are no text; half of one is none', async () => {
  const content = Buffer.from('\u0000\ufffdabc\u00e9 abcd', 'utf8')
  expect(await search(content, ['abc', 'abcd', 'abcde', '\u00e9'])).toEqual(['abc', 'abcd', '\u00e9'])
  expect(await search(Buffer.from('abc'), ['abc', 'longer than it'])).toEqual(['abc'])
  expect(await search(Buffer.alloc(0), ['abc'])).toEqual([])
})
