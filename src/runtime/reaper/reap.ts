/** Removes everything that a journal names or that carries its run's marker, and verifies by listing. */

import { existsSync, rmSync } from 'node:fs'
import { basename, resolve, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { carriersOf, isSame, killAll } from '../proc.ts'
import {
  addressOf,
  enginesIn,
  folderOf,
  MARKER,
  readJournal,
  removeJournal,
  type JournalLine,
  type NamedEngine,
} from '../journal.ts'
import { quiet, type Patience } from './patience.ts'
import { undoAll, type Undone } from './undo.ts'

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

/** What is known of a run without its journal, which may have been cut, removed, or replaced by another's. */
export interface Known {
  readonly owner: Pick<Owner, 'pid' | 'started'>
  readonly engines: readonly NamedEngine[]
}

type Owner = Extract<JournalLine, { readonly is: 'owner' }>

/**
 * Leaves a journal behind only where something else was left too. One that is another run's, or another owner's, is
 * neither believed nor touched: the run is then removed by its name alone, as far as it is known.
 */
export async function reap(path: string, known?: Known, patience = quiet()): Promise<ReapReport> {
  const run = basename(path, '.jsonl')
  const written = readJournal(path)
  const owner = written.find((line) => line.is === 'owner')
  const isForeign = owner ? !isBy(owner, run, known) : known === undefined
  const lines = isForeign ? [] : written
  const whose = owner ? `run '${owner.run}'` : 'nobody'
  const refused = isForeign
    ? [`journal ${path}, of which ${whose} is the owner; on an engine, look for label org.syncdrill.run=${run}`]
    : []
  // Under our own name, its owner is alive and well: whatever carries the name is not ours.
  const mayReap = !isForeign || (known !== undefined && owner?.run !== run)
  const outcome = mayReap
    ? await removeAll({ run, lines, known, patience, undone: await undoAll(isForeign ? '' : path) })
    : { removed: [], left: [], stale: [] }
  const report: ReapReport = { run, ...outcome, left: [...outcome.left, ...refused] }
  if (report.left.length === 0) removeJournal(path)
  return report
}

function isBy({ run, pid, started }: Owner, expected: string, known: Known | undefined): boolean {
  return run === expected && (known === undefined || (known.owner.pid === pid && known.owner.started === started))
}

interface Task {
  readonly run: string
  readonly lines: readonly JournalLine[]
  readonly known: Known | undefined
  readonly patience: Patience
  readonly undone: Undone
}

async function removeAll(task: Task) {
  const { run, lines, undone } = task
  const [{ removed, stale, alive }, engines] = await Promise.all([endProcesses(run, lines), reapEngines(task)])
  removed.push(...undone.removed, ...engines.removed)
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
    ...undone.left,
  ]
  return { removed, left, stale }
}

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

/** Something was planned of which nobody knows whether it was made, or the plans themselves are gone. */
function isUnsure(lines: readonly JournalLine[]): boolean {
  const made = new Set(
    lines.flatMap((line) => (line.is === 'made' && 'name' in line ? [`${line.kind} ${line.name}`] : [])),
  )
  const planned = lines.flatMap((line) =>
    line.is === 'planned' && 'name' in line ? [`${line.kind} ${line.name}`] : [],
  )
  return enginesIn(lines).length === 0 || planned.some((thing) => !made.has(thing))
}

/** The client of an engine is loaded only for runs that have used one. */
async function reapEngines({ run, lines, known, patience }: Task) {
  const removed: string[] = []
  const left: string[] = []
  const engines = new Map(
    [...(known?.engines ?? []), ...enginesIn(lines)].map((one) => [addressOf(one.connection), one]),
  )
  const made = lines.flatMap((line) => ('name' in line ? [`${line.kind} ${line.name}`] : []))
  for (const engine of engines.values()) {
    const { reapEngine } = await import('../containers/engine/reap.ts')
    const unsure = isUnsure(lines)
    const outcome = await reapEngine({ run, engine, unsure, made: [...new Set(made)], patience })
    removed.push(...outcome.removed)
    left.push(...outcome.left)
  }
  return { removed, left }
}

/** Only inside the run's own folder, whatever the journal says. */
function foldersOf(run: string, lines: readonly JournalLine[]): readonly string[] {
  const own = folderOf(run)
  const named = lines.flatMap((line) => ('kind' in line && line.kind === 'folder' ? [resolve(line.path)] : []))
  return [...new Set([own, ...named])]
    .filter((folder) => folder === own || folder.startsWith(own + sep))
    .toSorted((a, b) => b.length - a.length)
}
