/** A service that somebody else runs, audited by its address alone: it is started here, outside of any run. */

import { globSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { front, outside, type Front, type Outside } from '../testing/outside.ts'
import { isWithoutPython } from '../testing/programs.ts'
import { reportIn, syncdrill } from '../testing/run-drill.ts'

const SERVE = fileURLToPath(new URL('../sites/bookmarks/serve.py', import.meta.url))
const DRILL = 'bookmarks-elsewhere'
const KEPT = 'nothingAcknowledgedIsLost'
const FOREIGN = {
  title: 'Nobody of the run wrote this',
  visits: 7,
  price: 1.25,
  read: true,
  added: '2020-02-02T02:02:02Z',
}

const provider = () => outside((_, folder) => ['python3', SERVE, folder])

async function put({ authority }: Outside, path: string): Promise<void> {
  const { status } = await fetch(`http://${authority}${path}`, { method: 'PUT', body: JSON.stringify(FOREIGN) })
  expect(status).toBe(204)
}

/** What an account shows, a page of its feed as it stands: bytes, not values. */
const feedOf = async ({ authority }: Outside, user: string) => (await fetch(`http://${authority}/${user}`)).text()

interface Feed {
  readonly rows: readonly { readonly id: string; readonly deleted: number }[]
}
const living = async (server: Outside, user: string) =>
  (JSON.parse(await feedOf(server, user)) as Feed).rows.filter(({ deleted }) => !deleted).map(({ id }) => id)

interface Asked {
  readonly rate?: number
  readonly seed?: number
  readonly reports?: string
}

const askedOf = ({ url }: Front, { rate = 200, seed = 7 }: Asked = {}) =>
  ['run', DRILL, '--runtime', 'external', '--seed', `${seed}`, '--address', `provider=${url}`].concat(
    '--writes-per-second',
    `${rate}`,
  )

async function audited(at: Front, options: Asked = {}, ...more: readonly string[]) {
  const { reports = mkdtempSync(join(tmpdir(), 'syncdrill-audit-')) } = options
  const ran = await syncdrill(...askedOf(at, options), '--allow-external', at.authority, '--reports', reports, ...more)
  return { ...ran, ...reportIn(reports, DRILL) }
}

/** `create   41, of which ...`: what a dry run says. */
function planned(stdout: string) {
  const of = (kind: string) => Number(new RegExp(`^  ${kind} +(\\d+)`, 'm').exec(stdout)?.[1])
  const inAll = Number(/at most (\d+) in all/.exec(stdout)?.[1])
  return { create: of('create'), change: of('change'), delete: of('delete'), inAll }
}

/** `41 of 41 create, ...`: what a run says that it sent. */
function sentIn(stdout: string) {
  const of = (kind: string) => Number(new RegExp(` (\\d+) (?:of \\d+ )?${kind}\\b`).exec(stdout)?.[1])
  return { create: of('create'), change: of('change'), delete: of('delete'), again: of('sent again') }
}

test.skipIf(isWithoutPython)('nothing is sent before it is allowed by name, and a dry run sends nothing', async () => {
  await using server = await provider()
  await using at = await front(server)
  const refused = await syncdrill(...askedOf(at))
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining(
      `nothing is sent to it before it is allowed by name: expected --allow-external ${at.authority}`,
    ),
  ])
  const another = await syncdrill(...askedOf(at), '--allow-external', server.authority)
  expect([another.code, another.stderr]).toEqual([2, expect.stringContaining(`got ${server.authority}`)])
  const dry = await syncdrill(...askedOf(at), '--dry-run')
  expect([dry.code, dry.stdout]).toEqual([
    0,
    expect.stringContaining(`to provider at ${at.url}, by 4 devices of ada, ben`),
  ])
  expect(at.seen).toEqual([])
})

test.skipIf(isWithoutPython)('an honest one passes over bad lines; what was there is never touched', async () => {
  await using server = await provider()
  await put(server, '/ada/foreign-1')
  await put(server, '/ben/foreign-2')
  await using at = await front(server)
  const before = await Promise.all(['ada', 'ben'].map((user) => feedOf(server, user)))
  const dry = planned((await syncdrill(...askedOf(at), '--dry-run')).stdout)
  const { code, stdout, arms } = await audited(at)
  expect([code, arms.map(({ judgement }) => judgement.verdict)]).toEqual([0, ['pass']])
  const sent = sentIn(stdout)
  expect([sent.create, sent.delete]).toEqual([dry.create, dry.inAll])
  expect(sent.change).toBeLessThanOrEqual(dry.change)
  // What came to the server is what the run says that it sent; of what was cut off on its way, nothing came.
  expect(at.count('PUT')).toBeGreaterThanOrEqual(sent.create + sent.change)
  expect(at.count('PUT') + at.count('DELETE')).toBeLessThanOrEqual(sent.create + sent.change + sent.delete + sent.again)
  expect(at.seen.filter(({ method, path }) => method !== 'GET' && path.includes('foreign'))).toEqual([])
  expect(await Promise.all(['ada', 'ben'].map((user) => living(server, user)))).toEqual([['foreign-1'], ['foreign-2']])
  // Byte for byte: what was there stands where it stood, before everything that came and went.
  const after = await Promise.all(['ada', 'ben'].map((user) => feedOf(server, user)))
  expect(after.map((feed, place) => feed.slice(0, rowLength(before[place] ?? '')))).toEqual(
    before.map((feed) => feed.slice(0, rowLength(feed))),
  )
  // It is asked by its own name, not by that of the link.
  expect(new Set(at.seen.map(({ host }) => host))).toEqual(new Set([at.authority]))
})

/** Up to the end of the first row. */
const rowLength = (feed: string) => feed.indexOf('}') + 1

test.skipIf(isWithoutPython)('one that acknowledges what it does not keep fails, with the records named', async () => {
  await using server = await provider()
  await using at = await front(server, { forgets: (method, nth) => method === 'PUT' && nth % 9 === 0 })
  const { code, stdout, arms } = await audited(at)
  const [arm] = arms
  const findings = arm?.judgement.promises.flatMap(({ promise, findings: all }) => (promise === KEPT ? all : []))
  expect([code, arm?.judgement.verdict]).toEqual([1, 'fail'])
  expect(findings?.length).toBeGreaterThan(0)
  expect(findings?.every(({ record }) => record?.startsWith('rec-'))).toBe(true)
  expect(stdout).toContain('none is left')
})

test.skipIf(isWithoutPython)(
  'one that answers before it commits, and dies three times at its own place, fails',
  async () => {
    await using server = await outside((_, folder) => ['python3', SERVE, folder, '--early'])
    await using at = await front(server)
    const reports = mkdtempSync(join(tmpdir(), 'syncdrill-audit-'))
    const running = audited(at, { reports })
    const ledger = () => globSync(join(reports, DRILL, '*/*/ledger.jsonl')).map((path) => readFileSync(path, 'utf8'))
    await expect.poll(() => ledger().some((text) => text.includes('"phase":"disaster","state":"begin"'))).toBe(true)
    // It commits once a second: of three deaths, one at the least takes what was answered in between.
    for (let death = 1; death <= 3; death += 1) {
      const before = at.count('PUT')
      await expect.poll(() => at.count('PUT')).toBeGreaterThan(before + 4)
      await server.kill()
      await server.startAgain()
    }
    const { code, arms } = await running
    const [arm] = arms
    const findings = arm?.judgement.promises.flatMap((one) => (one.promise === KEPT ? one.findings : []))
    expect([code, arm?.judgement.verdict]).toEqual([1, 'fail'])
    expect(findings?.every(({ record }) => record?.startsWith('rec-'))).toBe(true)
    expect(findings?.length).toBeGreaterThan(0)
  },
)

test.skipIf(isWithoutPython)('no second has more writes than allowed, the deletes at the end too', async () => {
  await using server = await provider()
  await using at = await front(server, { now: () => performance.now() })
  await audited(at, { rate: 20 })
  const writes = at.seen.filter(({ method }) => method !== 'GET').map(({ atMs }) => atMs)
  const busiest = Math.max(...writes.map((begin) => writes.filter((one) => one >= begin && one < begin + 1_000).length))
  expect(writes.length).toBeGreaterThan(60)
  // One that was under way longer than the next may come just before it.
  expect(busiest).toBeLessThanOrEqual(21)
})

test.skipIf(isWithoutPython)('what cannot be deleted is listed, and the exit says so', async () => {
  await using server = await provider()
  await using at = await front(server, { refuses: (method, path) => method === 'DELETE' && path.includes('/rec-9') })
  const { code, stdout, report } = await audited(at)
  // Fresh edits are deleted by nobody else.
  const left = await living(server, 'ada')
  expect([code, left.length]).toEqual([5, 2])
  const told = report.arms.flatMap(({ failures }) => failures).find((failure) => failure.class === 'residue')?.because
  expect(left.filter((id) => !told?.includes(`bookmarks ${id} of ada`))).toEqual([])
  expect(stdout).toContain('still there:')
})

test.skipIf(isWithoutPython)('what was asked to stay stays, and another run with its seed is refused', async () => {
  await using server = await provider()
  await using at = await front(server)
  const { code, stdout } = await audited(at, {}, '--keep-written')
  const kept = await living(server, 'ada')
  expect([code, kept.length > 10]).toEqual([0, true])
  expect(stdout).toContain('what was written there stays, as asked for')
  const seen = at.seen.length
  const again = await audited(at)
  expect(again.code).toBe(2)
  expect(again.stdout).toMatch(/account 'ada': bookmarks hold rec-\S+, which this run would write: .*another --seed/)
  expect(at.seen.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([])
  const other = await audited(at, { seed: 8 })
  expect([other.code, (await living(server, 'ada')).toSorted()]).toEqual([0, kept.toSorted()])
})
