/** Of runs that were really run: what is compared, and what is refused. */

import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { smallRun } from '../../evidence/testing/small-run.ts'
import { compare } from './compare.ts'

let reports: string
let first: string
beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), 'syncdrill-compare-'))
  first = await smallRun(reports)
}, 60_000)

let said: string
beforeEach(() => {
  said = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

/** The same run as if it had been another one, with something changed in its report and its ledgers. */
async function another(name: string, change: (text: string) => string): Promise<string> {
  const folder = join(dirname(first), name)
  await cp(first, folder, { recursive: true })
  for (const file of ['report.json', 'once-it-has-written/ledger.jsonl', 'before-it-writes/ledger.jsonl']) {
    const path = join(folder, file)
    const text = (await readFile(path, 'utf8')).replaceAll(basename(first), name)
    await writeFile(path, change(text))
  }
  return folder
}

test('two runs that differ in their site are told side by side, arm by arm', async () => {
  const other = await another('r-other', (text) =>
    text
      .replaceAll('"runtime":"embedded"', '"runtime":"containers"')
      .replace('"runtime": "embedded"', '"runtime": "x"'),
  )
  expect(await compare([first, other], { reports })).toBe(0)
  expect(said).toMatch(
    /: once it has written\n {2}A {2}loses\/r-.*: once it has written\n {2}B {2}loses\/r-other: once/,
  )
  expect(said).toMatch(/^≠ runtime +embedded +x$/m)
  expect(said).toMatch(/: before it writes\n/)
  expect(said).toMatch(/^ {2}ended +fail as expected +fail as expected$/m)
  const page = await readFile(join(reports, 'compare.html'), 'utf8')
  expect(page).toContain('href="loses/r-other/report.html"')
})

test('as JSON, it has all that is said, and writes no page', async () => {
  const other = await another('r-json', (text) => text)
  const elsewhere = await mkdtemp(join(tmpdir(), 'syncdrill-compare-'))
  expect(await compare([first, other], { reports: elsewhere, json: true })).toBe(0)
  const { arms } = JSON.parse(said) as { readonly arms: readonly { readonly lines: readonly { name: string }[] }[] }
  expect(arms.map(({ lines }) => lines[0])).toMatchObject([{ name: 'ended' }, { name: 'ended' }])
  await expect(readFile(join(elsewhere, 'compare.html'))).rejects.toThrow('ENOENT')
})

test.for([
  ['another seed', (text: string) => text.replace(/"seed":\d+/, '"seed":3'), /^seed: \d+, and 3$/],
  [
    'other edits',
    (text: string) => text.replace(/("is":"intent".*"change":)"create"/, '$1"delete"'),
    /^planned edits: not the same ones$/,
  ],
  ['another step', (text: string) => text.replace('"label":"work(', '"label":"play('), /^steps: before\.1: work\(/],
] as const)('%s is refused by name', async ([what, change, words]) => {
  const other = await another(`r-${what.replaceAll(' ', '-')}`, change)
  await expect(compare([first, other], { reports })).rejects.toMatchObject({
    class: 'usage',
    message: expect.stringContaining('expected plans that differ in nothing but the site') as string,
    choices: [expect.stringMatching(words) as string],
  })
  expect(said).toBe('')
})

test('one run is compared by its arms: here they differ in their site', async () => {
  expect(await compare([first], { reports })).toBe(0)
  expect(said).toMatch(/^ {2}A {2}loses.*: once it has written\n {2}B {2}loses.*: before it writes$/m)
  expect(said).toMatch(/^≠ row: \w+ /m)
  expect(said).toMatch(/^≠ nothingAcknowledgedIsLost +kept +\d+ lost/m)
})

test('a run that is named twice is no comparison', async () => {
  await expect(compare([first, 'loses/../loses/'.concat(basename(first))], { reports })).rejects.toThrow('expected')
  await expect(compare([first, basename(first)], { reports })).rejects.toThrow(/expected runs, each once, got .* twice/)
})
