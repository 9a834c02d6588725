/** Two machines run one half each; what they bring is one run, or is refused. */

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { filesOf, seal, verifyBundle } from '../../evidence/index.ts'
import { LAB } from '../../evidence/testing/forging.ts'
import { merge } from './merge.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const CANARIES = ['must-fail', 'must-pass']
const folder = mkdtempSync(join(tmpdir(), 'syncdrill-merge-'))
const half = (index: number) => join(folder, 'shards', `${index}`)
const recordIn = (index: number) => join(half(index), `shard-${index}-of-2.json`)

const said: string[] = []

beforeAll(async () => {
  for (const index of [1, 2]) {
    const env = { ...process.env, GITHUB_ACTIONS: undefined, CI_NODE_INDEX: `${index}`, CI_NODE_TOTAL: '2' }
    const asked = ['--seed', '7', '--runtime', 'embedded', '--shard', 'auto', '--reports', half(index)]
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'run', ...CANARIES, ...asked], { env })
    said.push(stdout)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

test('each shard says what falls to it', () => {
  for (const index of [1, 2]) expect(said[index - 1]).toContain(`syncdrill: shard ${index} of 2: 1 of 2 arms\n`)
})

async function merged(folders: readonly string[], into = join(folder, 'whole')) {
  const told: string[] = []
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0)
  try {
    return { code: await merge(folders, { reports: into }), told: told.join('') }
  } finally {
    writing.mockRestore()
  }
}

test('all shards are one run, with every file of a report, and the exit code of the whole', async () => {
  const { code, told } = await merged([join(folder, 'shards')])
  expect([code, told]).toEqual([0, expect.stringContaining('2 drills, 2 arms: 2 as expected')])
  for (const [drill, arm] of [
    ['must-fail', 'no-copy-at-all'],
    ['must-pass', 'a-service-as-it-should-be'],
  ] as const) {
    const run = join(folder, 'whole', drill, 'latest')
    const files = ['ctrf.json', 'due-diligence.html', 'junit.xml', 'report.html', 'report.json', 'summary.md']
    expect(new Set(readdirSync(run))).toEqual(new Set([arm, ...files]))
    expect(readdirSync(join(run, arm))).toContain('ledger.jsonl')
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain(drill)
  }
})

test('attempts of all machines are counted, the broken-off too, and the whole can be sealed', async () => {
  const log = join(half(1), 'must-pass', 'attempts.jsonl')
  const begun = { is: 'begun', attempt: 'x/y', arm: 'y', seed: 7, runtime: 'embedded', planHash: 'p', started: '2026' }
  mkdirSync(join(half(1), 'must-pass'), { recursive: true })
  writeFileSync(log, `${JSON.stringify(begun)}\n`)
  const into = join(folder, 'sealed')
  await merged([join(folder, 'shards')], into)
  rmSync(log)
  const files = await filesOf(realpathSync(join(into, 'must-pass', 'latest')))
  const { state, statement } = verifyBundle(seal(files, { key: LAB }), { key: LAB.public })
  const { attempts, mergedFrom } = statement?.predicate.evidence ?? {}
  expect([state, attempts]).toEqual([
    'holds',
    { begun: 2, over: { 'broken off': 1, pass: 1 }, before: 1, challenged: 0 },
  ])
  const { run } = JSON.parse(readFileSync(recordIn(2), 'utf8')) as { readonly run: string }
  expect(mergedFrom).toEqual([run])
})

test('a merged run that says it is of another run is not sealed', async () => {
  const into = join(folder, 'renamed')
  await merged([join(folder, 'shards')], into)
  const run = realpathSync(join(into, 'must-pass', 'latest'))
  const report = readFileSync(join(run, 'report.json'), 'utf8')
  writeFileSync(join(run, 'report.json'), report.replace(/("mergedFrom": \[\s*")[^"]+/, '$1another'))
  const files = await filesOf(run)
  expect(() => seal(files, { key: LAB })).toThrow(/mergedFrom\[0\]: it says 'another', found/)
})

/** Both shards, the second one with its record changed. */
function withRecord(change: (record: Record<string, unknown>) => void): readonly string[] {
  const other = mkdtempSync(join(folder, 'changed-'))
  cpSync(half(2), other, { recursive: true })
  const path = join(other, 'shard-2-of-2.json')
  const record = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  change(record)
  writeFileSync(path, JSON.stringify(record))
  return [half(1), other]
}

const armsOf = (record: Record<string, unknown>) => record['arms'] as Record<string, unknown>[]

test.each([
  ['another seed', (record) => (record['seed'] = 8), /^shard 2 \(.*\): seed is 8, expected 7 as in shard 1: these are/],
  ['another number', (record) => (record['of'] = 3), /^shard 2 .*: of is 3, expected 2/],
  [
    'another plan',
    (record) => (armsOf(record)[0] = { ...armsOf(record)[0], planHash: 'f'.repeat(64) }),
    /plan hash of .*must-fail.drill.ts: no copy at all is ffffffffffff, expected [0-9a-f]{12} as in shard 1/,
  ],
  ['an arm less', (record) => armsOf(record).pop(), /arm 2 is none, expected .*must-pass.drill.ts: a service as/],
  ['an arm more', (record) => armsOf(record).push({ ...armsOf(record)[0] }), /arm 3 is .*must-fail.* expected none/],
  ['an arm that did not run', (record) => (record['run'] = 'another'), /another/],
  ['a format of later', (record) => (record['format'] = 2), /expected what a shard says of itself, got: .*format/],
] satisfies [string, (record: Record<string, unknown>) => unknown, RegExp][])(
  '%s is refused',
  async (_, change, words) => {
    await expect(merged(withRecord(change))).rejects.toThrow(words)
  },
)

test('a shard that is missing, or there twice, is refused by its number', async () => {
  await expect(merged([half(2)])).rejects.toThrow('merge: shard 1 of 2 is missing: expected all, found:')
  const twice = withRecord(() => undefined)
  await expect(merged([...twice, half(2)])).rejects.toThrow('shard 2 is there 2 times:')
  await expect(merged([join(half(1), 'must-fail')])).rejects.toThrow(
    /expected the reports of a shard, with a shard-\*-of-\*\.json in it/,
  )
  await expect(merged([recordIn(1)])).rejects.toThrow('and it is no folder')
})

test('what one shard could not host is named, and is not called missing', async () => {
  const left = [{ drill: 'must-pass', because: 'no engine' }]
  const { code, told } = await merged(withRecord((record) => (record['left'] = left)))
  expect([code, told]).toEqual([0, expect.stringContaining('1 drill cannot run here:\n  must-pass: no engine')])
})

test('a shard that did not end well makes the whole end as it did', async () => {
  expect((await merged(withRecord((record) => (record['exitCode'] = 5)))).code).toBe(5)
})
