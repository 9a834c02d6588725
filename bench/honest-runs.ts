/**
 * `node bench/honest-runs.ts --runs 40`: arms that must pass, one after the other, each on a fresh seed. An honest
 * service that is blamed, or about which nothing is proven, is a mistake of ours. What was not as expected keeps its
 * folder, ledger included; everything else is deleted.
 */

import { appendFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { syncdrill } from '../scenarios/testing/run-drill.ts'
import { findDrills } from '../src/cli/drill-files.ts'
import { load } from '../src/drill/index.ts'
import { EXIT, freshSeed } from '../src/kernel/index.ts'
import { drillName } from '../src/vitest/index.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '40' },
    runtime: { type: 'string', default: 'embedded' },
    reports: { type: 'string', default: 'reports/honest-runs' },
    /** No run begins later than this: `2026-12-01T02:00Z`. */
    until: { type: 'string' },
    /** Every arm on these seeds instead, whatever it is to show: `--seeds 3,7`. */
    seeds: { type: 'string' },
  },
})
const { runs, runtime } = values
const reports = resolve(values.reports)
const until = values.until === undefined ? Infinity : Date.parse(values.until)
const count = Number(runs)
if (!Number.isInteger(count) || count < 1 || Number.isNaN(until)) {
  process.stderr.write('Usage: node bench/honest-runs.ts [<drill>...] [--runs <number>] [--runtime <name>] ')
  process.stderr.write('[--seeds <number>,<number>] [--reports <folder>] [--until <time>]\n')
  process.exit(EXIT.usage)
}

interface Arm {
  readonly file: string
  readonly arm: string
  readonly mustPass: boolean
}

interface Asked extends Arm {
  readonly seed: number
}

async function arms(): Promise<readonly Arm[]> {
  const files = await findDrills(positionals)
  const read = files.map(async (file) => {
    const { drill } = await load(file)
    return Object.entries(drill.arms).map(([arm, { expect }]) => ({ file, arm, mustPass: expect.verdict === 'pass' }))
  })
  return (await Promise.all(read)).flat()
}

/** On given seeds each arm once; else those that must pass, in turns. */
function asked(all: readonly Arm[]): readonly Asked[] {
  const seeds = values.seeds?.split(',').map(Number)
  if (seeds) return seeds.flatMap((seed) => all.map((arm) => ({ ...arm, seed })))
  const honest = all.filter(({ mustPass }) => mustPass)
  return Array.from({ length: count }, (_, place) => ({
    ...(honest[place % honest.length] as Arm),
    seed: freshSeed(),
  }))
}

const tally = new Map<string, number>()
for (const { file, arm, seed } of asked(await arms())) {
  if (Date.now() > until) break
  const drill = drillName(file)
  const folder = join(reports, `${drill}-${arm.replaceAll(/\W+/g, '-')}-${seed}-${runtime}`)
  const flags = ['--arm', arm, '--seed', `${seed}`, '--runtime', runtime, '--reports', folder]
  const { code, stdout, stderr } = await syncdrill('run', file, ...flags)
  const outcome = ended(code)
  tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
  process.stdout.write(`${outcome.padEnd(14)} ${drill}: ${arm}, seed ${seed}, ${runtime}\n`)
  if (code === EXIT.pass || code === EXIT.environment) await rm(folder, { recursive: true, force: true })
  else
    await appendFile(
      join(reports, 'unexpected.log'),
      `\n== ${drill}: ${arm}, seed ${seed}, ${runtime}\n${stdout}${stderr}\n`,
    )
}
process.stdout.write(`${[...tally].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}\n`)
if ([...tally.keys()].some((outcome) => outcome !== 'as expected')) process.exitCode = 1

/** What cannot run here was not run, which is neither. */
function ended(code: number): string {
  if (code === EXIT.pass) return 'as expected'
  return code === EXIT.environment ? 'cannot run' : `exit ${code}`
}
