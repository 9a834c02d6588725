#!/usr/bin/env node
/** The `syncdrill` command. Every sub-command is loaded when it is called, so that `--help` stays quick. */

import { Command, CommanderError, Option } from 'commander'
import { addEvidence } from './evidence.ts'
import { addExternal, allowance } from './external-options.ts'
import { addAsking } from './asking/options.ts'
import { HELP } from './help.ts'
import { addRehearse } from './rehearsing/options.ts'
import { wholeNumber } from './numbers.ts'
import { addOverRuns } from './over-runs.ts'
import { addShow } from './show.ts'
import type { AskingFlags } from '../runtime/index.ts'
import { secret } from './secret.ts'
import type { AskedFlags } from '../runtime/external/asked.ts'
import { EXIT, exitCodeOf, Failure, firstOf, keepLoopbackDirect, printable, reasonOf } from '../kernel/index.ts'
import { ownPackage } from '../kernel/own-package.ts'

function program(): Command {
  const syncdrill = new Command('syncdrill')
    .description(
      'Disaster drills for cloud sync services: prove that what a device was told is saved can be brought back.',
    )
    .version(ownPackage().version, '--version', 'print the version')
    .showHelpAfterError('(syncdrill --help tells more)')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', HELP.all)
  addInit(syncdrill)
  addCheck(syncdrill)
  addRun(syncdrill)
  addRehearse(syncdrill, runtime(), remote())
  addMerge(syncdrill)
  addReplay(syncdrill)
  addPlan(syncdrill)
  addOverRuns(syncdrill)
  addReading(syncdrill)
  addEvidence(syncdrill)
  return syncdrill
}

/** Of both commands that injure something. */
function remote(): Option {
  const what = 'a Docker engine on this host, not on this machine, may be worked on'
  return new Option('--allow-remote <host>', what).env('SYNCDRILL_ALLOW_REMOTE')
}

/** Of both commands that start services where they are told. */
function runtime(): Option {
  return new Option('--runtime <name>', 'where services run')
    .choices(['embedded', 'containers', 'external'])
    .env('SYNCDRILL_RUNTIME')
}

function addRun(syncdrill: Command): void {
  addAsking(addExternal(syncdrill.command('run')))
    .description('Run drills, and judge them.')
    .argument('[drills...]', 'names in scenarios/, or paths of drill files; all of scenarios/ when left out')
    .option('--seed <number>', 'the same seed plans the same edits', wholeNumber)
    .option('--challenge <text>', 'what an auditor asked for the run with: the seed is derived from it')
    .option('--arm <name>', 'only this arm')
    .option('--commitments <file>', 'what the provider promised: each line is shown, refuted or not shown by the run')
    .option('--shard <i/n>', "the i-th of n parts of all arms; 'auto' asks the CI system or the cluster for both")
    .addOption(runtime())
    .addOption(remote())
    .addOption(allowance())
    .option('--dry-run', "say what would be sent to somebody else's service, and send nothing")
    .addOption(secret())
    .option('--reports <folder>', 'where reports go', 'reports')
    .addHelpText('after', HELP.run)
    .action(async (drills: string[], options: RunFlags) => {
      const { run } = await import('./commands/run.ts')
      process.exitCode = await run(drills, options)
    })
}

function addInit(syncdrill: Command): void {
  syncdrill
    .command('init')
    .description('Write a first drill, its adapter and a small service to run it on. Overwrites nothing.')
    .option('--folder <path>', 'where drills go (scenarios)')
    .option('--ci <systems>', 'an example for github, gitlab, both (github,gitlab) or none')
    .option('--yes', 'ask nothing: take what is not given as it seems best')
    .addHelpText('after', HELP.init)
    .action(async (options: { readonly folder?: string; readonly ci?: string; readonly yes?: true }) => {
      const { init } = await import('./commands/init.ts')
      process.exitCode = await init(options)
    })
}

function addCheck(syncdrill: Command): void {
  syncdrill
    .command('check')
    .description('Start the services of a drill, and try its adapters on them, before any drill.')
    .argument('<drill>', 'a name in scenarios/, or the path of a drill file')
    .option('--arm <name>', 'the site of this arm; the first arm when left out')
    .addOption(runtime())
    .addOption(remote())
    .addOption(secret())
    .option('--reports <folder>', 'where the logs of the services go', 'reports')
    .addHelpText('after', HELP.check)
    .action(async (drill: string, options: CheckFlags) => {
      const { check } = await import('./commands/check.ts')
      process.exitCode = await check(drill, options)
    })
}

function addMerge(syncdrill: Command): void {
  syncdrill
    .command('merge')
    .description('Make one report of all shards of a run; refuse where one is missing, or planned something else.')
    .argument('<folders...>', 'the reports of the shards: each, or a folder that they lie in')
    .option('--reports <folder>', 'where the whole report goes', 'reports')
    .addHelpText('after', HELP.merge)
    .action(async (folders: string[], options: { readonly reports: string }) => {
      const { merge } = await import('./commands/merge.ts')
      process.exitCode = await merge(folders, options)
    })
}

function addReplay(syncdrill: Command): void {
  addAsking(addExternal(syncdrill.command('replay')))
    .description('Run the plan of a saved run again: same drill file, seed, arms and runtime.')
    .argument('[run]', 'a drill (its latest run), a run, or the path of one; the newest of all when left out')
    .option('--arm <name>', 'only this arm')
    .option('--changed', 'even if the drill file has changed since')
    .addOption(remote())
    .addOption(allowance())
    .addOption(secret())
    .option('--reports <folder>', 'where reports are, and go', 'reports')
    .addHelpText('after', HELP.replay)
    .action(async (run: string | undefined, options: ReplayFlags) => {
      const { replay } = await import('./commands/replay.ts')
      process.exitCode = await replay(run, options)
    })
}

function addPlan(syncdrill: Command): void {
  addExternal(syncdrill.command('plan'))
    .description('Print the whole plan of a drill: arms, devices, steps and edits. Starts nothing.')
    .argument('<drill>', 'a name in scenarios/, or the path of a drill file')
    .option('--seed <number>', 'the seed to plan with', wholeNumber)
    .option('--arm <name>', 'only this arm')
    .option('--edits', 'list every planned edit too')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP.plan)
    .action(async (drill: string, options: PlanFlags) => {
      const { plan } = await import('./commands/plan.ts')
      process.exitCode = await plan(drill, options)
    })
}

function addReading(syncdrill: Command): void {
  syncdrill
    .command('judge')
    .description('Judge a saved run again, from its ledgers alone. Starts nothing.')
    .argument('<run>', 'a run folder, an arm folder, or a ledger file')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP.judge)
    .action(async (run: string, options: { readonly json?: true }) => {
      const { judgeSaved } = await import('./commands/judge.ts')
      process.exitCode = await judgeSaved(run, options)
    })

  addShow(syncdrill)

  syncdrill
    .command('report')
    .description('Open the page of a saved run in the browser, or print where it is.')
    .argument('[run]', 'a drill (its latest run), a run, or the path of one; the newest of all when left out')
    .option('--print', 'only print the path')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.report)
    .action(async (run: string | undefined, options: { readonly print?: true; readonly reports: string }) => {
      const { report } = await import('./commands/report.ts')
      process.exitCode = await report(run, options)
    })

  syncdrill
    .command('list')
    .description('List the drills, their arms, and what each arm is expected to show.')
    .argument('[drills...]', 'names in scenarios/, or paths of drill files')
    .addHelpText('after', HELP.list)
    .action(async (drills: string[]) => {
      const { list } = await import('./commands/list.ts')
      process.exitCode = await list(drills)
    })

  syncdrill
    .command('doctor')
    .description('Say whether drills can run on this machine, and what is missing. Starts nothing.')
    .option('--reports <folder>', 'where reports will go', 'reports')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP.doctor)
    .action(async (options: { readonly reports: string; readonly json?: true }) => {
      const { doctor } = await import('./commands/doctor.ts')
      process.exitCode = await doctor(options)
    })

  syncdrill
    .command('cleanup')
    .description('Remove what runs left behind whose owner is dead, from their journals alone; name what is alive.')
    .option('--engine <address>', 'where the engine is now, if not where it was: tcp://<host>:<port>, unix://<path>')
    .addHelpText('after', HELP.cleanup)
    .action(async (options: { readonly engine?: string }) => {
      const { cleanUp } = await import('./commands/cleanup.ts')
      process.exitCode = await cleanUp(options)
    })
}

export interface ReplayFlags extends AskedFlags, AskingFlags {
  readonly reports: string
  readonly arm?: string
  readonly changed?: true
  readonly allowRemote?: string
  readonly secret?: readonly string[]
}

export interface RunFlags extends AskedFlags, AskingFlags {
  readonly dryRun?: true
  readonly seed?: number
  readonly challenge?: string
  /** The path of a file. */
  readonly commitments?: string
  readonly arm?: string
  readonly runtime?: string
  readonly allowRemote?: string
  readonly shard?: string
  readonly reports: string
  readonly secret?: readonly string[]
}

export interface CheckFlags {
  readonly reports: string
  readonly arm?: string
  readonly runtime?: string
  readonly allowRemote?: string
  readonly secret?: readonly string[]
}

export interface PlanFlags extends AskedFlags {
  readonly seed?: number
  readonly arm?: string
  readonly edits?: true
  readonly json?: true
}

/** A bug of ours is shown with where it came from. */
function textOf(thrown: unknown): string {
  if (thrown instanceof Failure) {
    const said = [reasonOf(thrown), ...thrown.choices.map((one) => `  ${one}`)]
    return said.map((line) => printable(line, 4_000)).join('\n')
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const version = `Node ${process.version}, ${process.platform}`
  return `${text}\nThis is a bug of ours: please send us these lines, the command as you wrote it, and: ${version}`
}

// Whoever reads may stop reading, as `head` does; a run goes on and keeps its exit code.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Until a command has something to tidy up, and hears for itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(EXIT.interrupted))

keepLoopbackDirect()
try {
  await program().parseAsync()
} catch (thrown) {
  if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? EXIT.pass : EXIT.usage
  else {
    process.exitCode = exitCodeOf(thrown)
    process.stderr.write(`syncdrill: ${textOf(firstOf(thrown))}\n`)
    // Whatever was being prepared is not awaited.
    if (process.exitCode === EXIT.interrupted) process.exit()
  }
}
