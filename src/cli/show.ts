/** The command that tells of single records. */

import type { Command } from 'commander'
import type { ShowFlags } from './commands/show.ts'
import { HELP } from './help.ts'

export function addShow(syncdrill: Command): void {
  syncdrill
    .command('show')
    .description('Show records of a saved run: what became of them, or all that happened to those that are named.')
    .argument(
      '[records...]',
      'records by name, such as rec-254196-paky; all that something is wrong with when left out',
    )
    .option('--run <run>', 'a drill (its latest run), a run, or the path of one; the newest of all when left out')
    .option('--arm <name>', 'only this arm')
    .option('--fate <fate>', 'lost, stale, durable, corrupted: one fate, or one thing that is wrong besides')
    .option('--collection <name>', 'only of this collection')
    .option('--account <name>', 'only of this account')
    .option('--device <name>', 'only what this device has written')
    .option('--act <act>', 'only what was acknowledged in before, disaster or recovery')
    .option('--all', 'those that are well, too')
    .option('--json', 'as JSON, a record a line')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.show)
    .action(async (records: string[], options: ShowFlags) => {
      const { show } = await import('./commands/show.ts')
      process.exitCode = await show(records, options)
    })
}
