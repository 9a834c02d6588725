/** Conductors as somebody sees them who wants them dead: how far they are, ways to die, and what is left then. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onEngineOf } from './engine.ts'
import type { Hold } from './holding.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HEAP_MB = 160

export type RuntimeName = 'embedded' | 'containers'

export interface Errand {
  readonly run: string
  readonly runtime: RuntimeName
  /** Its temporary folder: all that it and its reaper write outside of the report. */
  readonly temporary: string
  /** Of the report; not there before. */
  readonly folder: string
  /** Where its drill is held, if it is. */
  readonly hold?: Hold | undefined
}

export interface Conductor extends Errand {
  readonly pid: number
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  readonly isOver: () => boolean
}

/** One arm of the drill that is made to be killed in. */
export function conduct(errand: Errand): Conductor {
  const { run, runtime, temporary, folder, hold } = errand
  const file = fileURLToPath(new URL('awkward/drill.ts', import.meta.url))
  const order = { run, runtime, folder, file, arm: 'only', seed: 7 }
  const preload = new URL('fill-heap.ts', import.meta.url).href
  const program = join(ROOT, 'src/conductor/main.ts')
  mkdirSync(temporary, { recursive: true })
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--import', preload, program, JSON.stringify(order)],
    { stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, ...hold?.env, TMPDIR: temporary } },
  )
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }))
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  return { ...errand, pid: child.pid ?? 0, ended, isOver }
}

/** Runs and their reapers are known by it. */
export const fullRun = ({ run }: Errand): string => `${run}-arm`

const oursIn = ({ temporary }: Errand) => join(temporary, `syncdrill-${process.getuid?.() ?? 'user'}`)
export const journalOf = (errand: Errand): string => join(oursIn(errand), 'journals', `${fullRun(errand)}.jsonl`)

const known = new Map<string, { readonly bytes: number; readonly lines: readonly string[] }>()

/** Whole lines. A file that has not grown is not read again: somebody asks very often. */
function linesIn(path: string): readonly string[] {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 }
  const before = known.get(path)
  if (before?.bytes === size) return before.lines
  const lines = read(path).split('\n').slice(0, -1)
  known.set(path, { bytes: size, lines })
  return lines
}

/** What a conductor has planned, and what its ledger tells so far. */
export const plannedBy = (errand: Errand): readonly string[] => linesIn(journalOf(errand))
export const toldBy = ({ folder }: Errand): readonly string[] =>
  linesIn(join(folder, 'ledger.jsonl')).filter((line) => line.startsWith('{"at"'))

/** Resolves with whether it came to that before its end. */
export async function comesTo(conductor: Conductor, isThere: () => boolean): Promise<boolean> {
  while (!isThere()) {
    if (conductor.isOver()) return isThere()
    await pause(2)
  }
  return !conductor.isOver()
}

/** Undefined before it is known, and once it has removed its journal. */
function reaperOf(conductor: Conductor): { readonly pid: number; readonly started: string } | undefined {
  const line = plannedBy(conductor).findLast((one) => one.includes('"is":"reaper"'))
  return line === undefined ? undefined : (JSON.parse(line) as { readonly pid: number; readonly started: string })
}

/** As journals tell it, beside the number: the number alone may be a stranger's by now. */
function startOf(pid: number): string | undefined {
  return read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19]
}

/** Before we have heard of its end, its number is nobody else's. */
function send(signal: NodeJS.Signals, conductor: Conductor): void {
  if (!conductor.isOver()) process.kill(conductor.pid, signal)
}

const signalled = (signal: NodeJS.Signals) => (conductor: Conductor) => Promise.resolve(send(signal, conductor))

/** Each leaves a conductor that will end by itself, if it has not ended. */
export const WAYS = {
  SIGKILL: signalled('SIGKILL'),
  SIGTERM: signalled('SIGTERM'),
  SIGINT: signalled('SIGINT'),
  'SIGINT twice': async (conductor: Conductor) => {
    send('SIGINT', conductor)
    const before = toldBy(conductor).length
    await comesTo(conductor, () => toldBy(conductor).length > before)
    send('SIGINT', conductor)
  },
  'a full heap': signalled('SIGUSR2'),
  'SIGKILL with its reaper': async (conductor: Conductor) => {
    await comesTo(conductor, () => reaperOf(conductor) !== undefined)
    // One that stands still buries nobody: the number of its reaper stays its reaper's.
    send('SIGSTOP', conductor)
    const reaper = reaperOf(conductor)
    if (reaper && startOf(reaper.pid) === reaper.started) process.kill(reaper.pid, 'SIGKILL')
    send('SIGKILL', conductor)
  },
} satisfies Record<string, (conductor: Conductor) => Promise<void>>

export type Way = keyof typeof WAYS

/** How the conductor then ends, as its parent sees it. */
export const ENDS: Readonly<Record<Way, string>> = {
  SIGKILL: 'SIGKILL',
  SIGTERM: '130',
  SIGINT: '130',
  'SIGINT twice': '130',
  'a full heap': 'SIGABRT',
  'SIGKILL with its reaper': 'SIGKILL',
}

/** A journal of a run whose owner is long dead, which names what is somebody else's. */
export function plantJournal(errand: Errand, foreign: readonly object[]): void {
  const run = `${fullRun(errand)}-stale`
  const lines = [{ is: 'owner', run, pid: 2 ** 22, started: '1' }, ...foreign]
  mkdirSync(join(oursIn(errand), 'journals'), { recursive: true })
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  writeFileSync(join(oursIn(errand), 'journals', `${run}.jsonl`), text)
}

/** `syncdrill cleanup` where that errand kept its journals. */
export function cleanUp({
  temporary,
}: Pick<Errand, 'temporary'>): Promise<{ readonly code: number; readonly said: string }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly code: number; readonly said: string }>()
  const env = { ...process.env, TMPDIR: temporary }
  execFile(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'cleanup'], { env }, (error, said, complained) => {
    resolve({ code: error ? Number(error.code ?? 1) : 0, said: said + complained })
  })
  return promise
}

/** Processes, mounts, folders, journals, and what is on the engine, by its name, label or marker. */
export async function namedAfter(errand: Errand): Promise<readonly string[]> {
  const run = fullRun(errand)
  // A proof of life is a run of its own, under a name that begins with this one.
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`SYNCDRILL_RUN=${run}`))
    .map((pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
  const mounts = read('/proc/mounts')
    .split('\n')
    .filter((line) => line.includes(run))
  const files = below(errand.temporary).filter((path) => path.includes(run))
  const here = [...processes, ...mounts, ...files]
  // The engine is asked last, and only then: its answer costs more than all others.
  return here.length > 0 || errand.runtime === 'embedded' ? here : onEngineOf(run)
}

/** That, and all else in its temporary folder, of which nobody else makes use. */
export async function leftOf(errand: Errand): Promise<readonly string[]> {
  const kept = ['', 'journals', 'runs'].map((folder) => join(oursIn(errand), folder, '.'))
  // Of Node's own, for the next start of a process: nobody's run.
  const compiled = join(oursIn(errand), 'compiled', '.')
  const files = below(errand.temporary).filter(
    (path) => !kept.includes(join(path, '.')) && !join(path, '.').startsWith(compiled),
  )
  return files.length > 0 ? files : namedAfter(errand)
}

/** Somebody is at work on them: what is gone by the time that it is looked into has no content. */
function below(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? [path, ...below(path)] : [path]
    })
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
