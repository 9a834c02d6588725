/** What a real client did to its own disk, as the engine copies it out during the drill, and what the judge says. */

import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { isWithoutEngine } from './testing/engine.ts'
import { Hold } from './testing/holding.ts'
import { reportIn, syncdrillIn, type Ran } from './testing/run-drill.ts'

const docker = async (...args: readonly string[]) => (await promisify(execFile)('docker', [...args])).stdout.trim()
const DRILL = 'scenarios/testing/held-restore.drill.ts'
const ARM = 'restore and carry on'
/** The step in which the drill is held before its disaster. */
const LAST = 'before.4'

interface Line {
  readonly is: string
  readonly phase?: string
  readonly step?: string
  readonly state?: string
  readonly op: string
  readonly record: string
  readonly change?: string
  readonly image?: string
  readonly outcome?: string
}

let reports: string

const ledgerFile = () => globSync('held-restore/*/*/ledger.jsonl', { cwd: reports })[0] ?? ''

/** Whole lines only: the last one may still be on its way. */
const linesNow = (): Line[] => {
  const file = ledgerFile()
  const lines = file === '' ? [] : readFileSync(join(reports, file), 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Line)
}

const hasBegun = (phase: string) =>
  linesNow().some((line) => line.is === 'phase' && line.phase === phase && line.state === 'begin')
const isIn = (step: string) => {
  const latest = linesNow().findLast((line) => line.is === 'step')
  return latest?.step === step && latest.state === 'begin'
}

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
  let ran: Ran & ReturnType<typeof reportIn>

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'syncdrill-reports-'))
    using hold = new Hold('disaster', 'audit')
    const args = ['--seed', '7', '--arm', ARM, '--runtime', 'containers', '--reports', reports]
    let isOver = false
    const running = syncdrillIn(hold.env, 'run', DRILL, ...args).finally(() => (isOver = true))
    const until = async (isThere: () => boolean) => {
      while (!isThere()) {
        if (isOver) throw new Error(`the run was over too soon: ${JSON.stringify(await running)}`)
        await pause(50)
      }
    }
    // The last work is done, and laptops sync next when recovery begins.
    await until(() => isIn(LAST))
    before = await contactsOnLaptops()
    if (!isIn(LAST)) throw new Error('the drill went on while folders were copied')
    hold.letGo('disaster')
    await until(() => hasBegun('audit'))
    after = await contactsOnLaptops()
    hold.letGo('audit')
    ran = { ...(await running), ...reportIn(reports, DRILL) }
  }, 600_000)

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

  test('the ledger says from which image each service was started, as the engine knows it', async () => {
    const known = await docker('images', '--no-trunc', '--quiet', '--filter', 'reference=syncdrill/*')
    const started = linesNow().filter(({ is, state }) => is === 'service' && state === 'started')
    expect(started.length).toBeGreaterThan(0)
    for (const { image } of started) expect(known.split('\n')).toContain(image)
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
