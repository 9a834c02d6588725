/** Names of environment variables whose values are written nowhere. */

import { Option } from 'commander'

/** Of every command that starts something: said once for each, as names of drills may follow. */
export function secret(): Option {
  const what = 'an environment variable whose value is written nowhere: into no ledger, log or report'
  return new Option('--secret <name>', what).argParser(added)
}

function added(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name]
}
