/**
 * `npm run bench`: each benchmark in turn, and whether its goals are met. Only ratios within one run count: whatever
 * else the machine is doing, it does to all sides.
 */

import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { afterStart } from './after-start.ts'
import { containerLife } from './container-life.ts'
import { judge } from './judge.ts'
import { isMet, textOf, type Benchmark, type Outcome } from './outcome.ts'
import { page } from './page.ts'
import { sidekick } from './sidekick.ts'

const BENCHMARKS: { readonly [name: string]: Benchmark } = {
  'container-life': containerLife,
  'after-start': afterStart,
  sidekick,
  judge,
  page,
}

const FLAGS = '[--rounds <number>] [--json] [--no-goals]'
const USAGE = `Usage: npm run bench -- [${Object.keys(BENCHMARKS).join(' | ')}]... [<size>]... ${FLAGS}`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
    goals: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  process.stdout.write(
    `${USAGE}\n\nEach benchmark tells a ratio within one run, and ends with 1 where a goal is missed. ` +
      `A size is of 'judge' and of 'page': operations of a ledger.\n`,
  )
  process.exit(0)
}
const rounds = Number(values.rounds)
const sizes = positionals.filter((one) => /^\d+$/.test(one)).map(Number)
const named = positionals.filter((one) => !/^\d+$/.test(one))
const names = named.length > 0 ? named : Object.keys(BENCHMARKS)
const wrong = [
  ...names.filter((name) => !(name in BENCHMARKS)).map((name) => `no benchmark '${name}'`),
  ...(Number.isInteger(rounds) && rounds > 0 ? [] : [`--rounds: expected a number, got '${values.rounds}'`]),
]
if (wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\n${USAGE}\n`)
  process.exit(2)
}

const { model = 'unknown' } = cpus()[0] ?? {}
const machine = { model, cores: cpus().length, node: process.version, load: loadavg().map((one) => one.toFixed(1)) }
if (!values.json) {
  process.stdout.write(`${machine.cores} cores of ${model}, Node ${machine.node}, load ${machine.load.join(' ')}\n`)
}

const outcomes: Outcome[] = []
for (const name of names) {
  const tell = (what: string) => void process.stderr.write(`${name}: ${what}\n`)
  const outcome = await BENCHMARKS[name]?.({ rounds, sizes, tell })
  if (!outcome) continue
  outcomes.push(outcome)
  if (!values.json) process.stdout.write(`\n${textOf(outcome)}\n`)
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine, outcomes }, undefined, 2)}\n`)
const missed = outcomes.flatMap(({ goals }) => goals).filter((goal) => !isMet(goal))
if (values.goals && missed.length > 0) process.exitCode = 1
