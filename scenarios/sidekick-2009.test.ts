/** The Sidekick drill as a user runs it, and a second opinion on its verdict, by other means than the judge's. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { runDrill, syncdrill, type RanArm } from './testing/run-drill.ts'

interface Line {
  readonly is: string
  readonly op?: string
  readonly record?: string
  readonly device?: string
  readonly change?: string
  readonly outcome?: string
  readonly state?: string
  readonly fresh?: true
  readonly view?: number
  readonly when?: string
  readonly took?: readonly { readonly kind: string; readonly volume?: string }[]
}

let ran: Awaited<ReturnType<typeof runDrill>>
beforeAll(async () => {
  ran = await runDrill('sidekick-2009', '--seed', '7')
}, 240_000)

const textOf = ({ folder }: RanArm): string[] =>
  readFileSync(join(folder, 'ledger.jsonl'), 'utf8').trimEnd().split('\n')
const linesOf = (arm: RanArm): Line[] => textOf(arm).map((line) => JSON.parse(line) as Line)
const armCalled = (name: string): RanArm => {
  const arm = ran.arms.find((one) => one.arm === name)
  if (!arm) throw new Error(`no arm '${name}' in ${ran.stdout}`)
  return arm
}
const findingsOf = ({ judgement }: RanArm, wanted: string) =>
  judgement.promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === wanted)

test('every arm is as expected, the exit code is 0, and the verdict says what was lost and by what', () => {
  expect(ran.arms.map(({ arm, judgement }) => [arm, judgement.verdict, judgement.expectation.mismatches])).toEqual([
    ['as reported', 'fail', []],
    ['phones keep a copy', 'pass', []],
    ['an off-site copy', 'pass', []],
  ])
  expect([ran.code, ran.report.exitCode]).toEqual([0, 0])
  const junit = readFileSync(join(ran.folder, 'junit.xml'), 'utf8')
  expect(junit).toContain('<testsuite name="sidekick-2009"')
  expect(junit).toMatch(/<testsuites name="syncdrill" tests="3" failures="0" errors="0" time=/)
  expect(ran.stdout).toMatch(/FAIL as expected: \d+ of \d+ acknowledged records are unrecoverable/)
})

test('every arm says what its services and the harness cost the machine', () => {
  const cost = /^ {4}(sync|syncdrill itself): at least [\d.]+m?s of processor time, up to [1-9]\d+ MB of memory$/gm
  expect([...ran.stdout.matchAll(cost)].map(([, who]) => who)).toEqual(
    ran.arms.flatMap(() => ['sync', 'syncdrill itself']),
  )
})

test('unrecoverable are exactly the records whose every holder was wiped or lost power', () => {
  const arm = armCalled('as reported')
  const lines = linesOf(arm)
  // The server's data and its copies lay on one volume, and that volume went whole.
  expect(lines.flatMap(({ took }) => took ?? [])).toContainEqual({ kind: 'volume', volume: 'san' })
  const acked = new Set(lines.filter(({ is, outcome }) => is === 'answered' && outcome === 'acked').map(({ op }) => op))
  const edits = lines.filter(({ is, fresh, op }) => is === 'edit' && !fresh && acked.has(op))
  const deleted = new Set(edits.filter(({ change }) => change === 'delete').map(({ record }) => record))
  const alive = edits.filter(({ change, record }) => change === 'put' && !deleted.has(record))
  // One device an account: whoever made a record is the only one who ever showed it.
  const dark = new Set(
    lines.filter(({ is, state }) => is === 'device' && state === 'power cycled').map(({ device }) => device),
  )
  const doomed = new Set(alive.filter(({ device }) => dark.has(device)).map(({ record }) => record))
  expect(doomed.size).toBeGreaterThan(0)
  expect(new Set(findingsOf(arm, 'unrecoverable').map(({ record }) => record))).toEqual(doomed)
  expect(new Set(findingsOf(arm, 'unrecoverable').map(({ cause }) => cause?.by))).toEqual(new Set(['powerCycle']))
})

test('all arms share the planned edits, byte for byte, and so does the same seed again', async () => {
  const intentsOf = (arm: RanArm) =>
    textOf(arm)
      .filter((line) => line.includes('"is":"intent"'))
      .map((line) => line.slice(line.indexOf('"is"')))
  const [first, ...others] = ran.arms.map(intentsOf)
  expect(first).toHaveLength(600)
  for (const other of others) expect(other).toEqual(first)
  const again = await Promise.all(
    [7, 7, 8].map((seed) => syncdrill('plan', 'sidekick-2009', '--json', '--seed', String(seed))),
  )
  const [one, two, different] = again.map(({ stdout }) => stdout)
  expect(two).toBe(one)
  const intents = (text = '[]') => (JSON.parse(text) as { readonly intents: object[] }[])[0]?.intents ?? []
  expect(intents(one).map((intent) => JSON.stringify({ is: 'intent', ...intent }).slice(0, -1))).toEqual(
    first?.map((line) => line.slice(1, -1)).map((line) => `{"${line}`),
  )
  expect(intents(different)).not.toEqual(intents(one))
})

test('a record that is cut out of a saved pass by hand is named, and only that one', async () => {
  const arm = armCalled('an off-site copy')
  const lines = linesOf(arm)
  const finals = new Set(lines.filter(({ is, when }) => is === 'view' && when === 'final').map(({ view }) => view))
  const isFinalRow = ({ is, view }: Line) => is === 'row' && finals.has(view)
  const fresh = new Set(lines.filter((line) => line.fresh).map(({ record }) => record))
  const victim = lines.find((line) => isFinalRow(line) && !fresh.has(line.record))?.record
  const kept = textOf(arm).filter((_, place) => {
    const line = lines[place]
    return !(line && isFinalRow(line) && line.record === victim)
  })
  const file = join(ran.reports, 'tampered.jsonl')
  writeFileSync(file, `${kept.join('\n')}\n`)
  const firstCut = lines.findIndex((line) => isFinalRow(line) && line.record === victim)
  const { code, stdout } = await syncdrill('judge', file, '--json')
  const { judgement } = JSON.parse(stdout) as { readonly judgement: RanArm['judgement'] & { readonly chain: object } }
  expect(judgement.chain).toMatchObject({ state: 'broken', line: firstCut + 1 })
  const named = judgement.promises.flatMap(({ findings }) => findings).map(({ record }) => record)
  expect(new Set(named)).toEqual(new Set([victim]))
  expect(code).toBe(1)
})
