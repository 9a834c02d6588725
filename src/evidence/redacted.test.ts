/** A run in which everybody says too much leaves nothing of it behind, in no file and in no spelling. */

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test, vi } from 'vitest'
import { runArm } from '../conductor/run-arm.ts'
import { SECRETS as NAMED } from '../conductor/withhold.ts'
import { load } from '../drill/index.ts'
import { judge } from '../judge/index.ts'
import { REDACTED } from '../kernel/index.ts'
import { readLedger } from '../ledger/index.ts'
import { refuseSecrets } from './secrets.ts'
import { SECRETS } from './testing/leaks/secrets.ts'

const DRILL = fileURLToPath(new URL('./testing/leaks/leaks.drill.ts', import.meta.url))
const ARM = 'says too much'
let folder: string
let files: ReadonlyMap<string, Buffer>

const orderInto = (where: string) => ({
  file: DRILL,
  arm: ARM,
  seed: 7,
  run: 'r-leaks',
  runtime: 'embedded',
  folder: where,
})

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'syncdrill-leaks-')), 'says-too-much')
  vi.stubEnv('LEAK_TOKEN', SECRETS.LEAK_TOKEN)
  vi.stubEnv(NAMED, 'LEAK_TOKEN')
  await runArm(orderInto(folder), new AbortController().signal)
  vi.unstubAllEnvs()
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  files = new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}, 60_000)

const textOf = (name: string) => files.get(name)?.toString('utf8') ?? ''

test('no file holds a secret that was given, nor credentials of an account that was made up', () => {
  expect([...files.keys()]).toEqual(expect.arrayContaining(['arm.json', 'ledger.jsonl', 'logs/sync.log']))
  refuseSecrets(
    files,
    Object.values(SECRETS).map((secret) => Buffer.from(secret)),
  )
})

test('what stood around them is still there: the log, the answers of an adapter, the command that failed', () => {
  const log = textOf('logs/sync.log')
  expect(log.match(/^token .{0,12}\*\*\*.{0,3}$/gm)).toHaveLength(12)
  expect(log).toContain(`connecting to postgres://sync:${REDACTED}@db/sync\n`)
  expect(log).toMatch(/^authorization: Basic \*\*\*$/m)
  const ledger = textOf('ledger.jsonl')
  expect(ledger).toContain(`no route for ada with ${REDACTED}, that is Basic ${REDACTED}`)
  expect(ledger).toMatch(/"is":"step".*"state":"failed".*"tail":\["\*\*\*"\]/)
})

test('it is judged from the file as it was while it ran', () => {
  const ledger = readLedger(join(folder, 'ledger.jsonl'))
  const { verdict, expectation } = judge(ledger, () => ledger.chain)
  expect([verdict, expectation.mismatches, ledger.chain.state]).toEqual(['pass', [], 'whole'])
  expect(JSON.parse(textOf('arm.json'))).toMatchObject({ judgement: { verdict: 'pass' } })
})

test('a secret that was named, and stands in the plan, is refused before anything starts', async () => {
  const { drill } = await load(DRILL)
  expect(Object.keys(drill.arms)).toEqual([ARM])
  vi.stubEnv('SHOWN', 'console.log(process.env.LEAK_TOKEN)')
  vi.stubEnv(NAMED, 'SHOWN')
  const refused = runArm(orderInto(join(folder, '..', 'another')), new AbortController().signal)
  await expect(refused).rejects.toThrow(
    /^expected no secret that --secret names in the plan, .*, found one in run\(node, -e, \*\*\*; process\.exit\(3\)/,
  )
  vi.unstubAllEnvs()
})
