/**
 * Each drill with its protecting measure taken away, by one value of one row: the promise is broken, by name. One is
 * drawn of each promise, and one of those that need containers; `test:all` takes all.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { drawn } from './testing/draw.ts'
import { isWithoutEngine } from './testing/engine.ts'
import { isWithoutMosquitto, isWithoutPython } from './testing/programs.ts'
import { syncdrill } from './testing/run-drill.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))

interface Weakened {
  readonly drill: string
  readonly arm: string
  /** What is changed in the row of that arm, which passes otherwise. */
  readonly to: Readonly<Record<string, unknown>>
  readonly promise: string
}

const KEPT = 'nothingAcknowledgedIsLost'
const WEAKENED: readonly Weakened[] = [
  { drill: 'sidekick-2009', arm: 'phones keep a copy', to: { memory: 'volatile' }, promise: KEPT },
  { drill: 'sidekick-2009', arm: 'an off-site copy', to: { backupOn: 'san' }, promise: KEPT },
  { drill: 'lost-acks', arm: 'retries carry the same key', to: { retry: 'fresh key' }, promise: 'noDuplicates' },
  { drill: 'early-acks', arm: 'commits, then answers', to: { defects: ['answers before it commits'] }, promise: KEPT },
  { drill: 'bad-upgrade', arm: 'behind the upgrade gate', to: { gated: false }, promise: KEPT },
  {
    drill: 'corrupted-backup',
    arm: 'restoring every copy',
    to: { check: 'exit code' },
    promise: 'backupsTellTheTruth',
  },
  {
    drill: 'rotten-copies',
    arm: 'photos left out, restored every night',
    to: { check: 'exit code' },
    promise: 'recoveryPoint',
  },
  { drill: 'own-scripts', arm: 'from the newest copy', to: { pick: 'oldest' }, promise: 'recoveryPoint' },
  { drill: 'server-disappears', arm: 'copy in another town', to: { backupOn: 'san' }, promise: 'recoveryTime' },
  { drill: 'rolled-back-server', arm: 'phones offer what is newer', to: { offer: false }, promise: KEPT },
  {
    drill: 'rollback-after-writes',
    arm: 'phones offer what they wrote meanwhile',
    to: { offer: false },
    promise: KEPT,
  },
  {
    drill: 'up-down-up',
    arm: 'the migration runs once more',
    to: { defects: ['takes the tables of an earlier upgrade for its own'] },
    promise: KEPT,
  },
  {
    drill: 'old-app',
    arm: 'written where everybody looks',
    to: { defects: ['writes what old apps send to the old tables'] },
    promise: KEPT,
  },
  {
    drill: 'interrupted-migration',
    arm: 'copies rows, and starts over',
    to: { defects: ['moves rows while it migrates'] },
    promise: KEPT,
  },
  { drill: 'rebuild', arm: 'and what phones still hold', to: { phones: false }, promise: KEPT },
  { drill: 'older-restore', arm: 'laptops forget their sync status first', to: { forget: false }, promise: KEPT },
  { drill: 'crashed-broker', arm: 'saves on every change, killed', to: { saves: 'as it ships' }, promise: KEPT },
  {
    drill: 'live-notes',
    arm: 'the server knows what it has done',
    to: { server: 'forgets keys' },
    promise: 'noDuplicates',
  },
  { drill: 'typed-columns', arm: 'as declared', to: { flags: ['--early'] }, promise: KEPT },
  { drill: 'failover', arm: 'synchronous replication', to: { replication: 'async' }, promise: KEPT },
]

/** Real servers and real clients come in images. */
const IN_CONTAINERS = new Set(['older-restore', 'failover'])

/** Nothing protects phones from an outage but that they wait, which no row can take away. */
const WITHOUT_MEASURE = ['outage']

test('every drill is in the table', () => {
  const drills = readdirSync(HERE).flatMap((name) => /^(.+)\.drill\.ts$/.exec(name)?.[1] ?? [])
  expect(drills.length).toBeGreaterThan(10)
  expect(new Set([...WEAKENED.map(({ drill }) => drill), ...WITHOUT_MEASURE])).toEqual(new Set(drills))
})

/** A drill file of one arm: that of another, with one value changed, and still expected to pass. */
async function weakened({ drill, arm, to }: Weakened): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-weakened-'))
  const file = join(folder, `weak-${drill}.drill.ts`)
  const row = `{ ...original.arms[${JSON.stringify(arm)}], ...${JSON.stringify(to)}, expect: { verdict: 'pass' } }`
  const lines = [
    `import original from ${JSON.stringify(join(HERE, `${drill}.drill.ts`))}`,
    `export default { ...original, arms: { weakened: ${row} } }`,
  ]
  // What its commands name beside it.
  await symlink(join(HERE, 'sites'), join(folder, 'sites'))
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

const embedded = WEAKENED.filter(({ drill }) => !IN_CONTAINERS.has(drill))
const others = WEAKENED.filter(({ drill }) => IN_CONTAINERS.has(drill))
const nameOf = ({ drill, arm }: Weakened) => `${drill} ${arm}`
const drawnNow = [
  ...drawn(embedded, { count: 1, nameOf, groupOf: ({ promise }) => promise }),
  ...drawn(others, { count: 1, nameOf }),
]

test.concurrent.for(drawnNow)('$drill, $arm, with $to: $promise is broken', async (weak, { skip }) => {
  const inContainers = IN_CONTAINERS.has(weak.drill)
  skip(inContainers && isWithoutEngine, 'no Docker engine answers')
  const isBroker = weak.drill === 'crashed-broker'
  skip(isBroker && isWithoutMosquitto && isWithoutEngine, 'neither Mosquitto nor a Docker engine')
  skip(weak.drill === 'typed-columns' && isWithoutPython && isWithoutEngine, 'neither Python nor a Docker engine')
  const file = await weakened(weak)
  const reports = await mkdtemp(join(tmpdir(), 'syncdrill-reports-'))
  const ran = await syncdrill(
    'run',
    file,
    '--reports',
    reports,
    '--seed',
    '7',
    ...(inContainers ? ['--runtime', 'containers'] : []),
  )
  const path = join(reports, `weak-${weak.drill}`, 'latest', 'report.json')
  const report = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly arms: readonly {
      readonly state: string
      readonly judgement: {
        readonly verdict: string
        readonly promises: readonly { readonly promise: string; readonly claim: string; readonly verdict: string }[]
      }
    }[]
  }
  const [arm] = report.arms
  const broken = arm?.judgement.promises.filter(({ verdict }) => verdict === 'fail') ?? []
  expect([ran.code, arm?.state, arm?.judgement.verdict]).toEqual([1, 'not as expected', 'fail'])
  expect(broken.map(({ promise }) => promise)).toContain(weak.promise)
  expect(ran.stdout).toContain(broken.find(({ promise }) => promise === weak.promise)?.claim ?? 'no claim')
})
