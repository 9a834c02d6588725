/** `syncdrill rehearse` and its options. */

import type { Command, Option } from 'commander'
import { addAsking } from '../asking/options.ts'
import { addExternal, allowance } from '../external-options.ts'
import { HELP } from '../help.ts'
import { wholeNumber } from '../numbers.ts'
import type { AskingFlags } from '../../runtime/index.ts'
import type { AskedFlags } from '../../runtime/external/asked.ts'

export interface RehearseFlags extends AskedFlags, AskingFlags {
  readonly yes?: true
  readonly decisions?: string
  readonly seed?: number
  readonly runtime?: string
  readonly allowRemote?: string
  readonly reports: string
}

export function addRehearse(syncdrill: Command, runtime: Option, remote: Option): void {
  addAsking(addExternal(syncdrill.command('rehearse')))
    .description('Walk through an arm step by step: see what comes next, decide, and see what it changed.')
    .argument('<drill>', 'a name in scenarios/, or the path of a drill file')
    .argument('[arm]', 'which arm; may be left out where there is one only')
    .option('--yes', 'go on at every step, and ask nobody')
    .option('--decisions <file>', 'what is decided, by step, as JSON; go on where it says nothing')
    .option('--seed <number>', 'the same seed plans the same edits', wholeNumber)
    .addOption(runtime)
    .addOption(remote)
    .addOption(allowance())
    .option('--reports <folder>', 'where reports go', 'reports')
    .addHelpText('after', HELP.rehearse)
    .action(async (drill: string, arm: string | undefined, options: RehearseFlags) => {
      const { rehearse } = await import('../commands/rehearse.ts')
      process.exitCode = await rehearse(drill, arm, options)
    })
}
