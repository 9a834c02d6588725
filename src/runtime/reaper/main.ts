/**
 * The reaper: outside the conductor, deaf to signals, holding one end of a pipe. When the pipe ends, for whatever
 * reason, everything in the journal is removed. `prove` makes it do the same to a throwaway journal, for proof of life.
 */

import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { readJournal } from '../journal.ts'
import { isSame } from '../proc.ts'
import { reap, reportOf } from './reap.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

const [journal = ''] = process.argv.slice(2)
for await (const line of createInterface({ input: process.stdin })) {
  const [command, path = ''] = line.split(' ')
  if (command !== 'prove') continue
  const { removed, left } = await reap(path)
  process.stdout.write(`${left.length === 0 ? `proved ${removed.length}` : `failed ${left.join(', ')}`}\n`)
}
const owner = readJournal(journal).find((line) => line.is === 'owner')
const { left } = await reap(journal)
// Told to whoever asked; a conductor that is dead will not read it.
if (left.length === 0 && !(owner && isSame(owner.pid, owner.started))) rmSync(reportOf(journal), { force: true })
process.exitCode = left.length === 0 ? 0 : 5
