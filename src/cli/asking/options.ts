/** Of every command that may have to ask somebody: the options, and whether somebody is at the terminal. */

import { Option, type Command } from 'commander'
import { ASKING } from '../../runtime/asking/variables.ts'

export function addAsking(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--ask-command <command>',
        'asked in the place of the person at the terminal: the question on its input, exit 0 is done',
      ).env(ASKING.command),
    )
    .addOption(
      new Option('--ask-url <url>', 'a webhook that is asked: POST, the reply in its answer or where it points').env(
        ASKING.url,
      ),
    )
}

export const isAtTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY
