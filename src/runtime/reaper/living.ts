/** Runs that go on, by what of them lives: in journals, in the arguments of processes of ours, in their marker. */

import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { journalOf, journalsFolder, MARKER, readJournal, type JournalLine } from '../journal.ts'
import { argumentsOf, carriersByValue, everybody, isSame, statOf } from '../proc.ts'

export interface LivingProcess {
  readonly pid: number
  /** For people: what it is, as far as that is known. */
  readonly what: string
}

export interface LivingRun {
  readonly run: string
  /** The process that plays the run, and ends all of it when it ends. */
  readonly conductor?: number
  readonly reaper?: number
  /** Services, proxies, and whatever else carries the run's name. */
  readonly processes: readonly LivingProcess[]
  /** Made on an engine, and perhaps removed since. */
  readonly onEngine: readonly string[]
  /** Where its reaper has its journal. */
  readonly journal: string
}

type Found = { -readonly [Key in keyof LivingRun]: LivingRun[Key] }

/** The proof of life of a run is a part of it. */
const runOf = (name: string): string => name.replace(/-proof-[0-9a-f]+$/, '')

export function livingRuns(): readonly LivingRun[] {
  const runs = new Map<string, Found>()
  const of = (name: string): Found => {
    const run = runOf(name)
    const found = runs.get(run) ?? { run, processes: [], onEngine: [], journal: journalOf(run) }
    runs.set(run, found)
    return found
  }
  for (const [name, lines] of journals()) {
    const owner = lines.find((line) => line.is === 'owner')
    if (owner?.run !== name || !isSame(owner.pid, owner.started)) continue
    const found = of(name)
    found.conductor = owner.pid
    const made = lines.flatMap((line) => ('name' in line && line.is === 'made' ? [`${line.kind} ${line.name}`] : []))
    found.onEngine = [...new Set([...found.onEngine, ...made])]
  }
  for (const reaper of reapers()) {
    const found = of(reaper.run)
    found.reaper = reaper.pid
    found.journal = reaper.journal
    if (isSame(reaper.owner, reaper.started)) found.conductor ??= reaper.owner
  }
  for (const [run, pids] of carriersByValue(MARKER)) {
    const found = of(run)
    found.processes = [...found.processes, ...pids.map((pid) => ({ pid, what: calledOf(pid) }))]
  }
  return [...runs.values()].toSorted((a, b) => (a.run < b.run ? -1 : 1))
}

function journals(): readonly (readonly [name: string, lines: readonly JournalLine[]])[] {
  try {
    const names = readdirSync(journalsFolder()).filter((name) => name.endsWith('.jsonl'))
    return names.map((name) => [basename(name, '.jsonl'), readJournal(join(journalsFolder(), name))])
  } catch {
    return []
  }
}

/** Wherever their journals are: other temporary folders have journals of their own. */
function reapers() {
  return everybody().flatMap((pid) => {
    const [, program = '', journal = '', owner = '', started = ''] = argumentsOf(pid)
    if (!/reaper[\\/]main\.[jt]s$/.test(program) || !journal.endsWith('.jsonl') || !statOf(pid)) return []
    return [{ pid, journal, run: basename(journal, '.jsonl'), owner: Number(owner), started }]
  })
}

/** With the end of paths only, and not longer than a line. */
function calledOf(pid: number): string {
  const [program = '', ...rest] = argumentsOf(pid)
  const text = [basename(program), ...rest.map((word) => word.replace(/^\/.*\/([^/]+\/[^/]+)$/, '$1'))].join(' ')
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
