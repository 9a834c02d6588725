/** `syncdrill check`: the adapters of a drill are tried on its services, before anybody believes a verdict. */

import { nameSecrets } from '../../conductor/withhold.ts'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { compile, load } from '../../drill/index.ts'
import { counted, EXIT, Failure, printable } from '../../kernel/index.ts'
import { painter, terminalOf, worstExitCode } from '../../report/index.ts'
import { allowRemote, chooseRuntime, untilReaped } from '../../runtime/index.ts'
import { conductCheck, drillName, folderName, ordersOf } from '../../vitest/index.ts'
import { findDrills, noSuchArm } from '../drill-files.ts'
import { Interruption } from '../interruption.ts'
import type { CheckFlags } from '../main.ts'
import { checkReports } from '../reports-folder.ts'

const COLOURS = { passed: 'green', failed: 'red', 'not tried': 'yellow' } as const
const WORDS = { passed: 'ok', failed: 'WRONG', 'not tried': '-' } as const
/** No plan is made of it: the seed only makes up what is written. */
const SEED = 1

const Tried = z.object({
  client: z.string(),
  trial: z.string(),
  claim: z.string(),
  state: z.enum(['passed', 'failed', 'not tried']),
  because: z.string().optional(),
})
type Tried = z.infer<typeof Tried>

export async function check(wanted: string, flags: CheckFlags): Promise<number> {
  if (flags.allowRemote !== undefined) allowRemote(flags.allowRemote)
  nameSecrets(flags.secret)
  using interruption = new Interruption()
  const [file = ''] = await findDrills([wanted])
  const { drill } = await load(file)
  const arms = Object.keys(drill.arms)
  const arm = flags.arm ?? arms[0] ?? ''
  if (!arms.includes(arm)) throw await noSuchArm([file], arm)
  const compiled = compile(drill, { file, arm, seed: SEED })
  const { runtime, because } = await interruption.before(chooseRuntime(flags.runtime, compiled.needs))
  if (runtime.name === 'external') {
    const why = 'adapters are tried on a service of the run itself, which is paused and answers pages of others'
    throw new Failure('usage', `check: ${why}: expected a drill that starts its services, got one on somebody else's`)
  }
  const { run } = ordersOf({})
  const reports = resolve(flags.reports)
  await checkReports(reports)
  await interruption.before(runtime.prepare?.(compiled.topology, tell) ?? Promise.resolve())
  const name = `${drillName(file)}: the site of '${arm}'`
  process.stdout.write(`syncdrill: check ${name}, runtime ${runtime.name} (${because})\n`)
  const folder = join(reports, drillName(file), `${run}-check`, folderName(arm))
  const order = { file, arm, seed: SEED, run, folder, runtime: runtime.name }
  const ending = new AbortController()
  interruption.takeOver()
  interruption.whenAsked(() => {
    ending.abort()
    process.stdout.write('syncdrill: interrupted; what was started is removed ...\n')
    void untilReaped(run)
  })
  const { tried, failures } = await conductCheck(order, { signal: ending.signal, onLine: printed })
  for (const failure of failures) process.stdout.write(`syncdrill: ${failure.class}: ${printable(failure.because)}\n`)
  if (failures.length > 0) return worstExitCode(failures.map((failure) => EXIT[failure.class]))
  return summedUp(tried, join(folder, 'logs'))
}

const tell = (what: string): void => void process.stdout.write(`syncdrill: ${what} ...\n`)

/** A line of the conductor that tells of a trial; whatever a drill file says by itself is passed on. */
function printed(line: string): void {
  const tried = triedIn(line)
  if (!tried) return void process.stdout.write(`${printable(line)}\n`)
  const { client, trial, claim, state, because } = tried
  const paint = painter(terminalOf(process.stdout))
  const words =
    state === 'passed' && because === undefined ? claim : state === 'passed' ? `${claim} (${because})` : because
  const text = `  ${WORDS[state].padEnd(5)}  ${printable(client)}  ${trial.padEnd(13)}  ${printable(words ?? '', 600)}`
  process.stdout.write(`${paint(COLOURS[state], text)}\n`)
}

function triedIn(line: string): Tried | undefined {
  try {
    return Tried.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

function summedUp(tried: readonly Tried[], logs: string): number {
  if (tried.length === 0) throw new Failure('usage', 'check: expected a client in the site, found none')
  const wrong = tried.filter(({ state }) => state === 'failed')
  if (wrong.length === 0) {
    process.stdout.write(`\n${counted(tried.length, 'trial')} passed: verdicts will be about the service.\n`)
    return EXIT.pass
  }
  const counts = `${wrong.length} of ${counted(tried.length, 'trial')} failed`
  const advice = 'adapter and service do not agree yet, and a drill would blame the service for it'
  process.stdout.write(`\n${counts}: ${advice}.\nLogs  ${logs}\n`)
  return EXIT.usage
}
