/** What a real client did to its own disk, as the engine copies it out during the drill, and what the judge says. */

import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { isWithoutEngine } from './testing/engine.ts'
import { runDrillInto } from './testing/run-drill.ts'

const docker = async (...args: readonly string[]) => (await promisify(execFile)('docker', [...args])).stdout.trim()
const ARM = 'restore and carry on'
const PATIENCE = { timeout: 200_000, interval: 100 }

interface Line {
  readonly is: string
  readonly phase?: string
  readonly step?: string
  readonly state?: string
  readonly op: string
  readonly record: string
  readonly change?: string
  readonly outcome?: string
}

let reports: string

const ledgerFile = () => globSync('older-restore/*/*/ledger.jsonl', { cwd: reports })[0] ?? ''

/** Whole lines only: the last one may still be on its way. */
const linesNow = (): Line[] => {
  const file = ledgerFile()
  const lines = file === '' ? [] : readFileSync(join(reports, file), 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Line)
}

const hasBegun = (phase: string) =>
  linesNow().some((line) => line.is === 'phase' && line.phase === phase && line.state === 'begin')
const hasEnded = (step: string) =>
  linesNow().some((line) => line.is === 'step' && line.step === step && line.state === 'end')

/** Each contact on the laptops' disks, and the version of it. */
async function contactsOnLaptops(): Promise<ReadonlyMap<string, string>> {
  const arm = dirname(ledgerFile())
  const label = `label=org.syncdrill.run=${basename(dirname(arm))}-${basename(arm)}`
  const [container = ''] = (await docker('ps', '--quiet', '--filter', label, '--filter', 'name=laptops')).split('\n')
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-laptops-'))
  await docker('cp', `${container}:/home/.`, folder)
  const cards = globSync('laptops-*/contacts/*.vcf', { cwd: folder }).map((path) =>
    readFileSync(join(folder, path), 'utf8'),
  )
  const named = (card: string, what: string) => new RegExp(`^X-SYNCDRILL-${what}:(\\S+)`, 'm').exec(card)?.[1] ?? ''
  return new Map(cards.map((card) => [named(card, 'RECORD'), named(card, 'VERSION')]))
}

describe.skipIf(isWithoutEngine)('an older restore', () => {
  let before: ReadonlyMap<string, string>
  let after: ReadonlyMap<string, string>
  let ran: Awaited<ReturnType<typeof runDrillInto>>

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'syncdrill-reports-'))
    const running = runDrillInto(reports, 'older-restore', '--seed', '7', '--arm', ARM, '--runtime', 'containers')
    const watching = (async () => {
      // The last work before the disaster: laptops sync next when recovery begins.
      await vi.waitUntil(() => hasEnded('before.3'), PATIENCE)
      before = await contactsOnLaptops()
      if (hasBegun('recovery')) throw new Error('the folders were copied too late')
      await vi.waitUntil(() => hasBegun('audit'), PATIENCE)
      after = await contactsOnLaptops()
    })()
    ;[ran] = await Promise.all([running, watching])
  }, 240_000)

  const found = (wanted: readonly string[]) =>
    ran.arms[0]?.judgement.promises
      .flatMap(({ findings }) => findings)
      .filter(({ finding }) => wanted.includes(finding))
      .map(({ record }) => record)
      .toSorted()

  /** Records that were changed so, and acknowledged. */
  const acknowledged = (change: 'put' | 'delete', lines: readonly Line[]): ReadonlySet<string> => {
    const acked = new Set(
      lines.filter(({ is, outcome }) => is === 'answered' && outcome === 'acked').map(({ op }) => op),
    )
    const edits = linesNow().filter((line) => line.is === 'edit' && line.change === change && acked.has(line.op))
    return new Set(edits.map(({ record }) => record))
  }

  test('fails as expected, and says that contacts were lost by the restore', () => {
    expect(ran.arms.map(({ judgement }) => [judgement.verdict, judgement.expectation.mismatches])).toEqual([
      ['fail', []],
    ])
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringMatching(/FAIL as expected: .* lost, taken by restore/)])
  })

  test('lost are exactly the contacts that left the disks of the laptops, less those that were deleted', () => {
    const deleted = acknowledged('delete', linesNow())
    const left = [...before.keys()].filter((record) => !after.has(record) && !deleted.has(record))
    expect(left.length).toBeGreaterThan(0)
    expect(found(['lost', 'unrecoverable'])).toEqual(left.toSorted())
  })

  test('stale are the contacts that went back on those disks, and those that stayed there and nowhere else', () => {
    const lines = linesNow()
    const since = lines.slice(lines.findIndex(({ is, phase }) => is === 'phase' && phase === 'recovery'))
    const edited = acknowledged('put', since).union(acknowledged('delete', since))
    const there = [...before].filter(([record]) => after.has(record) && !edited.has(record))
    const wentBack = new Set(there.flatMap(([record, version]) => (after.get(record) === version ? [] : [record])))
    const stale = new Set(found(['stale']))
    expect([...wentBack].filter((record) => !stale.has(record))).toEqual([])
    // What a laptop had changed itself: vdirsyncer takes the old content for what it last saw there, for ever.
    const stuck = [...stale].filter((record) => !wentBack.has(record ?? ''))
    expect(stuck.length).toBeGreaterThan(0)
    expect(stuck).toEqual(found(['diverged']))
  })
})
