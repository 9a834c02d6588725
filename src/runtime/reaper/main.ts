/**
 * The reaper: outside the conductor, deaf to signals, holding one end of a pipe. When the pipe ends, for whatever
 * reason, everything in the journal is removed. `prove` makes it do the same to a throwaway journal, for proof of life.
 */

import { createInterface } from 'node:readline'
import { reap } from './reap.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

const [journal = ''] = process.argv.slice(2)
for await (const line of createInterface({ input: process.stdin })) {
  const [command, path = ''] = line.split(' ')
  if (command !== 'prove') continue
  const { removed, left } = await reap(path)
  process.stdout.write(`${left.length === 0 ? `proved ${removed.length}` : `failed ${left.join(', ')}`}\n`)
}
const { left } = await reap(journal)
process.exitCode = left.length === 0 ? 0 : 5
