/**
 * The reaper: outside the conductor, deaf to signals, holding one end of a pipe. When the pipe ends, for whatever
 * reason, everything in the journal is removed. `prove` makes it do the same to a throwaway journal, for proof of life:
 * what it learns there of engines, it knows even if the journal should be lost. A proof that was never asked for is
 * finished too.
 */

import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { enginesIn, readJournal, type EngineConnection } from '../journal.ts'
import { isSame } from '../proc.ts'
import { reap, reportOf } from './reap.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

const [journal = '', pid = '0', started = ''] = process.argv.slice(2)
const owner = { pid: Number(pid), started }
const engines: EngineConnection[] = []
for await (const line of createInterface({ input: process.stdin })) {
  const [command, path = ''] = line.split(' ')
  if (command !== 'prove') continue
  engines.push(...enginesIn(readJournal(path)))
  const { removed, left } = await reap(path)
  process.stdout.write(`${left.length === 0 ? `proved ${removed.length}` : `failed ${left.join(', ')}`}\n`)
}
const proofs = unfinishedProofs()
const reaped = await Promise.all([reap(journal, { owner, engines }), ...proofs.map((path) => reap(path))])
const left = reaped.flatMap((report) => report.left)
// Told to whoever asked; a conductor that is dead will not read it.
const told = isSame(owner.pid, owner.started) ? [] : [journal]
if (left.length === 0) for (const path of [...told, ...proofs]) rmSync(reportOf(path), { force: true })
process.exitCode = left.length === 0 ? 0 : 5

function unfinishedProofs(): readonly string[] {
  const folder = dirname(journal)
  const prefix = `${basename(journal, '.jsonl')}-proof-`
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}
