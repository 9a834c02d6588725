/**
 * The reaper: outside the conductor, deaf to signals, holding one end of a pipe. When the pipe ends, for whatever
 * reason, everything in the journal is removed. `prove` makes it do the same to a throwaway journal, for proof of life:
 * what it learns there of engines, it knows even if the journal should be lost. A proof that was never asked for is
 * finished too.
 */

import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { enginesIn, readJournal, type NamedEngine } from '../journal.ts'
import { reap } from './reap.ts'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

const [journal = '', pid = '0', started = ''] = process.argv.slice(2)
const owner = { pid: Number(pid), started }
const engines: NamedEngine[] = []
for await (const line of createInterface({ input: process.stdin })) {
  // A path may have blanks.
  const [, command, path = ''] = /^(\w+) ?(.*)$/.exec(line) ?? []
  // Loaded while somebody makes what it is to be used on.
  if (command === 'engine') import('../containers/engine/reap.ts').catch(() => undefined)
  if (command !== 'prove') continue
  engines.push(...enginesIn(readJournal(path)))
  const { removed, left } = await reap(path)
  process.stdout.write(`${left.length === 0 ? `proved ${removed.length}` : `failed ${left.join(', ')}`}\n`)
}
const reaped = await Promise.all([reap(journal, { owner, engines }), ...unfinishedProofs().map((path) => reap(path))])
// To whoever asked: a file would outlive a conductor that dies before it reads it.
process.stdout.write(`${JSON.stringify(reaped[0])}\n`)
process.exitCode = reaped.every(({ left }) => left.length === 0) ? 0 : 5

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
