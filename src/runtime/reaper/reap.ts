/** Removes everything that a journal names or that carries its run's marker, and verifies by listing. */

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { carriersOf, isSame, killAll } from '../proc.ts'
import { folderOf, MARKER, readJournal, removeJournal, type EngineConnection, type JournalLine } from '../journal.ts'

export interface ReapReport {
  readonly run: string
  readonly removed: readonly string[]
  /** What is still there. */
  readonly left: readonly string[]
  /** Entries whose number belongs to somebody else by now: not touched. */
  readonly stale: readonly string[]
}

const ROUNDS = 500
const ROUND_MS = 10

/** Leaves a journal behind only where something else was left too. */
export async function reap(path: string): Promise<ReapReport> {
  const lines = readJournal(path)
  const owner = lines.find((line) => line.is === 'owner')
  if (!owner) {
    removeJournal(path)
    return { run: path, removed: [], left: [], stale: [] }
  }
  const { run } = owner
  const [{ removed, stale, alive }, engines] = await Promise.all([endProcesses(run, lines), reapEngines(run, lines)])
  removed.push(...engines.removed)
  for (const folder of foldersOf(run, lines)) {
    if (!existsSync(folder)) continue
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    removed.push(`folder ${folder}`)
  }
  const left = [
    ...alive.map((pid) => `process ${pid}`),
    ...foldersOf(run, lines)
      .filter((folder) => existsSync(folder))
      .map((folder) => `folder ${folder}`),
    ...engines.left,
  ]
  const report: ReapReport = { run, removed, left, stale }
  writeWhole(reportOf(path), JSON.stringify(report))
  if (left.length === 0) removeJournal(path)
  return report
}

/** Where the outcome is told: beside the journal, for whoever asked. */
export const reportOf = (journal: string): string => journal.replace(/\.jsonl$/, '.reaped.json')

async function endProcesses(run: string, lines: readonly JournalLine[]) {
  const removed = new Set<string>()
  const stale = new Set<string>()
  const marked = () => carriersOf(MARKER, run)
  // A child that cleared its environment is still the one that was journalled, if it started at that moment.
  const named = lines.flatMap((line) => (line.is === 'made' && line.kind === 'process' ? [line] : []))
  const known = () => named.flatMap(({ pid = 0, started = '' }) => (isSame(pid, started) ? [pid] : []))
  for (const { pid = 0, started = '', label } of named) {
    if (existsSync(`/proc/${pid}`) && !isSame(pid, started) && !marked().includes(pid))
      stale.add(`process ${pid} (${label})`)
  }
  const living = () => [...new Set([...marked(), ...known()])]
  let alive = living()
  for (let round = 0; alive.length > 0 && round < ROUNDS; round += 1) {
    for (const pid of alive) removed.add(`process ${pid}`)
    killAll(alive)
    await pause(ROUND_MS)
    alive = living()
  }
  return { removed: [...removed], stale: [...stale], alive }
}

/** The client of an engine is loaded only for runs that have used one. */
async function reapEngines(run: string, lines: readonly JournalLine[]) {
  const connections = lines.flatMap((line) =>
    line.is === 'planned' && line.kind === 'engine' ? [JSON.stringify(line.connection)] : [],
  )
  const removed: string[] = []
  const left: string[] = []
  const made = new Set(
    lines.flatMap((line) => (line.is === 'made' && 'name' in line ? [`${line.kind} ${line.name}`] : [])),
  )
  const unsure = lines.some((line) => line.is === 'planned' && 'name' in line && !made.has(`${line.kind} ${line.name}`))
  for (const connection of new Set(connections)) {
    const { reapEngine } = await import('../containers/engine/reap.ts')
    const outcome = await reapEngine(run, JSON.parse(connection) as EngineConnection, unsure)
    removed.push(...outcome.removed)
    left.push(...outcome.left)
  }
  return { removed, left }
}

/** Only inside the run's own folder, whatever the journal says. */
function foldersOf(run: string, lines: readonly JournalLine[]): readonly string[] {
  const own = folderOf(run)
  const named = lines.flatMap((line) => ('kind' in line && line.kind === 'folder' ? [resolve(line.path)] : []))
  return [...new Set(named)]
    .filter((folder) => folder === own || folder.startsWith(own + sep))
    .toSorted((a, b) => b.length - a.length)
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text)
  renameSync(`${path}.tmp`, path)
}
