/**
 * What `npm test` runs: the checks that read the code, side by side, then every test and drill in Vitest.
 * It goes on after a failure, so that one run shows all of them, and ends with one line, `N passed, N failed`.
 */
import { globSync } from 'node:fs'
import { execa, execaSync } from 'execa'
import { startVitest } from 'vitest/node'
import { ROOT } from './repository.ts'

interface Check {
  readonly heading: string
  readonly command: readonly string[]
  /** How many files the tool says that it read; absent where it does not say, and checks.test.ts has to vouch. */
  readonly saw?: (output: string) => number
  /** What of the output a person wants to read. */
  readonly show?: (output: string) => string
}

const TYPESCRIPT = globSync(['{src,scenarios,bench}/**/*.ts', '*.ts'], { cwd: ROOT }).length

/** TypeScript lists what it read, one absolute path a line, among its errors. */
function isListed(line: string): boolean {
  return line.startsWith(ROOT)
}

function countIn(output: string): number {
  return Number(/ on (\d+) files? /.exec(output)?.[1] ?? 0)
}

const checks: readonly Check[] = [
  {
    heading: 'types',
    command: ['tsc', '-p', '.', '--listFiles'],
    saw: (output) => output.split('\n').filter((line) => isListed(line) && !line.includes('/node_modules/')).length,
    show: (output) =>
      output
        .split('\n')
        .filter((line) => !isListed(line))
        .join('\n'),
  },
  { heading: 'lint', command: ['oxlint'], saw: countIn },
  { heading: 'format', command: ['oxfmt', '--check'], saw: countIn },
  { heading: 'unused code', command: ['knip', '--no-progress'] },
]

type Tally = readonly [passed: number, failed: number]

/** A tool that read fewer files than there are has checked nothing that can be relied on. */
async function runCheck({
  command: [tool = '', ...flags],
  saw,
  show,
}: Check): Promise<{ text: string; sound: boolean }> {
  const { exitCode, all } = await execa(tool, flags, { cwd: ROOT, preferLocal: true, reject: false, all: true })
  const seen = saw?.(all)
  const blind = seen !== undefined && seen < TYPESCRIPT
  const count = seen === undefined ? '' : `${seen} files read${blind ? `, and there are ${TYPESCRIPT}` : ''}`
  const text = [show ? show(all) : all, count].filter((part) => part.trim() !== '').join('\n')
  return { text, sound: exitCode === 0 && !blind }
}

async function runChecks(): Promise<Tally> {
  const running = checks.map((check) => ({ check, outcome: runCheck(check) }))
  let failed = 0
  for (const { check, outcome } of running) {
    const { text, sound } = await outcome
    if (!sound) failed += 1
    process.stdout.write(`\n== ${check.heading}: ${check.command.join(' ')}: ${sound ? 'passed' : 'FAILED'}\n${text}\n`)
  }
  return [checks.length - failed, failed]
}

/** Of rare things some are drawn, by the commit unless a seed is given: alike for everybody who looks at it. */
function seedOf(): string {
  const given = process.env['SYNCDRILL_TEST_SEED']
  if (given !== undefined) return given
  const { stdout } = execaSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, reject: false })
  return stdout.slice(0, 12) || 'no commit'
}

function sayWhatIsDrawn(): void {
  const seed = process.env['SYNCDRILL_TEST_SEED']
  const drawn = `of rare things some are drawn: SYNCDRILL_TEST_SEED=${seed} draws the same, npm run test:all takes all`
  process.stdout.write(`\n== ${isWhole ? 'all of what looks for rare things is run' : drawn}\n`)
}

/** In CI what did not run has not passed; a file that could not be loaded and a stray error fail like a test. */
async function runTests(): Promise<Tally> {
  process.stdout.write('\n== tests and drills: vitest run\n')
  const vitest = await startVitest('test', [], { watch: false })
  const modules = vitest.state.getTestModules()
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const passed = states.filter((state) => state === 'passed').length
  // What this machine lacks may be left out of a run by hand, and is said; CI has everything.
  const leftOut = process.env['CI'] ? 0 : states.filter((state) => state === 'skipped').length
  if (leftOut > 0) process.stdout.write(`\n!!! ${leftOut} TESTS DID NOT RUN HERE: see above for what is missing\n`)
  const broken = modules.filter((module) => module.errors().length > 0).length
  const stray = vitest.state.getUnhandledErrors().length
  await vitest.close()
  return [passed, states.length - passed - leftOut + broken + stray + (states.length === 0 ? 1 : 0)]
}

const isWhole = process.argv.includes('--all')
process.env['SYNCDRILL_TEST_SEED'] = seedOf()
if (isWhole) process.env['SYNCDRILL_TEST_ALL'] = '1'
sayWhatIsDrawn()
const tallies = [await runChecks(), await runTests()]
sayWhatIsDrawn()
const passed = tallies.reduce((sum, [each]) => sum + each, 0)
const failed = tallies.reduce((sum, [, each]) => sum + each, 0)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
if (failed > 0) process.exitCode = 1
