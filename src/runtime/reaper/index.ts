/** The conductor's side of the reaper: started first, proven alive, asked at the end. */

import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Failure, reasonOf, uniqueName } from '../../kernel/index.ts'
import { enginesIn, folderOf, Journal, journalOf, MARKER } from '../journal.ts'
import { startOf } from '../proc.ts'
import { ownFile } from '../processes.ts'
import { untilOver } from './over.ts'
import { REAP_MS } from './patience.ts'
import { reap, type ReapReport } from './reap.ts'

export type { ReapReport } from './reap.ts'

export interface Reaper {
  readonly journal: Journal
  /** Lets go of the pipe, and resolves with what the reaper then did. */
  reap(): Promise<ReapReport>
}

const PROOF_MS = 60_000
const UNPROVEN_MS = 10_000

/** Makes one thing of each kind that a runtime uses, for the proof of life. Resolves with how many. */
export type MakeDummies = (journal: Journal) => Promise<number>

/**
 * Throws an environment `Failure` unless the reaper has just proven that it removes a process, a folder, and whatever
 * else the runtime makes. `onLost` is told when it ends before its time.
 */
export async function openReaper(
  run: string,
  makeDummies?: MakeDummies,
  onLost: (failure: Failure) => void = () => undefined,
): Promise<Reaper> {
  // Before the journal, so that there is never one that nobody looks after.
  const reaper = startReaper(run)
  if (makeDummies) reaper.stdin.write('engine\n')
  let journal: Journal | undefined
  try {
    const made = new Journal(run)
    journal = made
    made.reaperIs(reaper.pid ?? 0)
    await prove(reaper, run, makeDummies)
    let isAsked = false
    reaper.once('exit', (code, signal) => {
      if (!isAsked) onLost(new Failure('environment', `the reaper ended before its time (${signal ?? code})`))
    })
    const ask = () => {
      isAsked = true
      return letGo(reaper, made)
    }
    return { journal: made, reap: ask }
  } catch (thrown) {
    await dismiss(reaper, journal)
    if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
    throw new Failure('environment', `the reaper did not prove that it works: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** Without a journal nothing of ours carries the run's name: whatever does is another's. */
async function dismiss(reaper: ChildProcessByStdio<Writable, Readable, null>, journal: Journal | undefined) {
  if (!journal) reaper.kill('SIGKILL')
  reaper.stdin.end()
  if (reaper.pid === undefined || reaper.exitCode !== null || reaper.signalCode !== null) return
  // It removes what was made for the proof; whoever waits may be process 1, with which everybody ends.
  await once(reaper, 'exit', { signal: AbortSignal.timeout(UNPROVEN_MS) }).catch(() => undefined)
}

/** Told who its owner is: it believes no other journal. */
function startReaper(run: string): ChildProcessByStdio<Writable, Readable, null> {
  const program = fileURLToPath(ownFile(import.meta, './main'))
  const argv = [program, journalOf(run), String(process.pid), startOf(process.pid) ?? '']
  const reaper = spawn(process.execPath, argv, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  reaper.on('error', () => undefined)
  reaper.stdin.on('error', () => undefined)
  return reaper
}

/** A dummy process and a folder of a throwaway run, which it must remove by the same code as everything later. */
async function prove(reaper: ChildProcess, run: string, makeDummies: MakeDummies | undefined): Promise<void> {
  if (reaper.pid === undefined) throw new Error('it could not be started')
  const dummyRun = `${run}-proof-${uniqueName(2)}`
  using journal = new Journal(dummyRun)
  journal.planned({ kind: 'folder', path: folderOf(dummyRun) })
  mkdirSync(folderOf(dummyRun), { recursive: true })
  journal.planned({ kind: 'process', label: 'proof of life' })
  const dummy = spawn('sleep', ['600'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, [MARKER]: dummyRun },
  })
  const gone = once(dummy, 'exit')
  await once(dummy, 'spawn')
  const expected = `proved ${2 + ((await makeDummies?.(journal)) ?? 0)}`
  if (!reaper.stdout || !reaper.stdin) throw new Error('it has no pipe')
  const lines = createInterface({ input: reaper.stdout })
  const answer = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(reaper, 'exit').then(([code]) => `it exited with ${code}`),
    once(AbortSignal.timeout(PROOF_MS), 'abort').then(() => `no answer in ${PROOF_MS} ms`),
  ])
  reaper.stdin.write(`prove ${journal.path}\n`)
  const line = await answer
  lines.close()
  if (line !== expected) {
    dummy.kill('SIGKILL')
    throw new Error(`expected '${expected}', got '${line}'`)
  }
  await gone
}

async function letGo(reaper: ChildProcess, journal: Journal): Promise<ReapReport> {
  const isOver = reaper.exitCode !== null || reaper.signalCode !== null
  const line = journal.lines.find(({ is }) => is === 'reaper')
  const told = isOver ? undefined : reportFrom(reaper.stdout)
  reaper.stdin?.end()
  if (line?.is === 'reaper') await untilOver(line, 'the reaper', REAP_MS)
  journal[Symbol.dispose]()
  const said = await told
  // Before it was asked to, it has not seen the whole of it; killed, nothing. Its work is done here, from memory.
  if (said) return said
  const owner = { pid: process.pid, started: startOf(process.pid) ?? '' }
  return await reap(journal.path, { owner, engines: enginesIn(journal.lines) })
}

/** The last that it says; undefined where it was ended before it could. */
async function reportFrom(stdout: Readable | null): Promise<ReapReport | undefined> {
  try {
    return stdout ? (JSON.parse(await text(stdout)) as ReapReport) : undefined
  } catch {
    return undefined
  }
}
