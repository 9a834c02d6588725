/** Options of drills on a service that is somebody else's. Read with every command. */

import { InvalidArgumentError, Option, type Command } from 'commander'
import { ASKED, WRITES_PER_SECOND } from '../runtime/external/variables.ts'

/** Of every command that plans or runs such drills. */
export function addExternal(command: Command): Command {
  return command
    .addOption(
      new Option('--address <service=url>', "a service of the site is somebody else's, and is reached here")
        .argParser(listed)
        .env(ASKED.address),
    )
    .addOption(
      new Option('--accounts <file>', 'accounts of your own there, one a line: a name, and its password').env(
        ASKED.accounts,
      ),
    )
    .addOption(
      new Option('--writes-per-second <number>', `of the whole fleet there (${WRITES_PER_SECOND})`)
        .argParser(aboveZero)
        .env(ASKED.writesPerSecond),
    )
    .addOption(new Option('--keep-written', 'what was written there stays when the run is over').env(ASKED.keepWritten))
}

/** Of every command that sends something there. */
export function allowance(): Option {
  const what = "somebody else's service at this address may be tested: it is yours to say so"
  return new Option('--allow-external <host:port>', what).argParser(listed).env(ASKED.allow)
}

/** May be given more than once, or with commas. */
function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').filter((one) => one !== '')]
}

function aboveZero(text: string): number {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new InvalidArgumentError(`expected a number above 0, got '${text}'.`)
}
