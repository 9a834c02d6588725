/** Clean-up after the dead, from their journals alone; and who is not dead. */

import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inWords, monotonicMs, wallTime } from '../../kernel/index.ts'
import { journalsFolder, readJournal, type EngineConnection } from '../journal.ts'
import { isSame } from '../proc.ts'
import { livingRuns, type LivingRun } from './living.ts'
import { untilOver } from './over.ts'
import { quiet, REAP_MS } from './patience.ts'
import { reap, type ReapReport } from './reap.ts'

const BORN_MS = 2_000

export interface CleanupOptions {
  /** Where engines are now, whatever a journal says. */
  readonly engine?: EngineConnection
  readonly engineMs?: number
  /** Told at once of everything that has to be waited for. */
  readonly tell?: (what: string) => void
}

export interface Cleanup {
  readonly reports: readonly ReapReport[]
  /** What still goes on, and is not touched. */
  readonly alive: readonly LivingRun[]
}

/** Reaps every run whose owner is dead. One whose own reaper is still at it is awaited, unless it stands still. */
export async function cleanup({ tell = () => undefined, ...options }: CleanupOptions = {}): Promise<Cleanup> {
  const reports: ReapReport[] = []
  const { engine } = options
  const patience = { ...quiet(), tell, ...options }
  const began = monotonicMs()
  for (const { path, name, owner, isAlive, lines } of journals()) {
    if (isAlive) continue
    const reaper = owner ? lines.findLast((line) => line.is === 'reaper') : undefined
    // One that waits where no engine is any more waits in vain: its work is done here, where the engine is.
    const atMostMs = engine ? 0 : REAP_MS - (monotonicMs() - began)
    if (reaper && isSame(reaper.pid, reaper.started) && atMostMs > 0)
      tell(`${owner?.run}: its reaper (process ${reaper.pid}) is at work: waiting up to ${inWords(atMostMs)} for it`)
    if (reaper) await untilOver(reaper, `the reaper of ${name}`, atMostMs)
    if (owner ? readJournal(path).length > 0 : isOld(path)) reports.push(await reap(path, undefined, patience))
  }
  return { reports, alive: livingRuns() }
}

/** Names of runs. */
export interface LeftBehind {
  readonly dead: readonly string[]
  readonly alive: readonly string[]
}

/** What `cleanup` would find, without touching it. */
export function leftBehind(): LeftBehind {
  const dead = [...journals()].flatMap(({ path, name, owner, isAlive, lines }) =>
    !isAlive && (owner ? lines.length > 0 : isOld(path)) ? [basename(name, '.jsonl')] : [],
  )
  return { dead, alive: livingRuns().map(({ run }) => run) }
}

/** Each as it is when it is asked for, with the owner that it names, if it is the journal of that run. */
function* journals() {
  for (const name of filesIn(journalsFolder()).filter((file) => file.endsWith('.jsonl'))) {
    const path = join(journalsFolder(), name)
    const lines = readJournal(path)
    const named = lines.find((line) => line.is === 'owner')
    const owner = named?.run === basename(name, '.jsonl') ? named : undefined
    yield { path, name, lines, owner, isAlive: owner !== undefined && isSame(owner.pid, owner.started) }
  }
}

/** A journal without an owner may be one that is just being written. */
function isOld(path: string): boolean {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.MAX_VALUE }
  return mtimeMs < Date.parse(wallTime()) - BORN_MS
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
