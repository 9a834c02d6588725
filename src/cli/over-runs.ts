/** The two commands that look at several saved runs at once. */

import type { Command } from 'commander'
import { HELP } from './help.ts'
import { wholeNumber } from './numbers.ts'

export interface HistoryFlags {
  readonly reports: string
  /** How many runs of an arm a terminal shows. */
  readonly most: number
  readonly json?: true
}

export interface CompareFlags {
  readonly reports: string
  readonly json?: true
}

export function addOverRuns(syncdrill: Command): void {
  syncdrill
    .command('history')
    .description('Show how each arm ended over all saved runs, what turned it, and write the page of it.')
    .argument('[drills...]', 'drills by name; all that have runs when left out')
    .option('--most <number>', 'how many runs of an arm to list here, the newest ones', wholeNumber, 10)
    .option('--json', 'as JSON, all of them; writes no page')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.history)
    .action(async (drills: string[], options: HistoryFlags) => {
      const { history } = await import('./commands/history.ts')
      process.exitCode = await history(drills, options)
    })

  syncdrill
    .command('compare')
    .description(
      'Show the same drill on several sites side by side: what was lost, RPO, RTO; and write the page of it.',
    )
    .argument('<runs...>', 'drills (their latest runs), runs, or paths of some; of one run, its arms')
    .option('--json', 'as JSON; writes no page')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.compare)
    .action(async (runs: string[], options: CompareFlags) => {
      const { compare } = await import('./commands/compare.ts')
      process.exitCode = await compare(runs, options)
    })
}
