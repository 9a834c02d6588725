/** The conductor's side of the reaper: started first, proven alive, asked at the end. And clean-up after the dead. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Failure, monotonicMs, reasonOf, uniqueName, until } from '../../kernel/index.ts'
import { folderOf, Journal, journalsFolder, MARKER, readJournal } from '../journal.ts'
import { isSame } from '../proc.ts'
import { ownFile } from '../processes.ts'
import { reap, reportOf, type ReapReport } from './reap.ts'

export type { ReapReport } from './reap.ts'

export interface Reaper {
  readonly journal: Journal
  /** Lets go of the pipe, and resolves with what the reaper then did. */
  reap(): Promise<ReapReport>
}

const PROOF_MS = 20_000
/** An engine may have to come back first. */
const REAP_MS = 40_000

/** Makes one thing of each kind that a runtime uses, for the proof of life. Resolves with how many. */
export type MakeDummies = (journal: Journal) => Promise<number>

/**
 * Throws an environment `Failure` unless the reaper has just proven that it removes a process, a folder, and whatever
 * else the runtime makes.
 */
export async function openReaper(run: string, makeDummies: MakeDummies = () => Promise.resolve(0)): Promise<Reaper> {
  const journal = new Journal(run)
  const reaper = spawn(process.execPath, [fileURLToPath(ownFile(import.meta, './main')), journal.path], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  reaper.on('error', () => undefined)
  reaper.stdin.on('error', () => undefined)
  journal.reaperIs(reaper.pid ?? 0)
  try {
    await prove(reaper, run, makeDummies)
  } catch (thrown) {
    reaper.stdin.end()
    throw new Failure('environment', `the reaper did not prove that it works: ${reasonOf(thrown)}`, { cause: thrown })
  }
  return { journal, reap: () => letGo(reaper, journal) }
}

/** A dummy process and a folder of a throwaway run, which it must remove by the same code as everything later. */
async function prove(reaper: ChildProcess, run: string, makeDummies: MakeDummies): Promise<void> {
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
  const expected = `proved ${2 + (await makeDummies(journal))}`
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
  rmSync(reportOf(journal.path), { force: true })
}

async function letGo(reaper: ChildProcess, journal: Journal): Promise<ReapReport> {
  const exited = reaper.exitCode === null && reaper.signalCode === null ? once(reaper, 'exit') : Promise.resolve()
  reaper.stdin?.end()
  await Promise.race([exited, once(AbortSignal.timeout(REAP_MS), 'abort')])
  journal[Symbol.dispose]()
  try {
    return JSON.parse(readFileSync(reportOf(journal.path), 'utf8')) as ReapReport
  } catch {
    // It was killed: its work is done here, from the same journal.
    return await reap(journal.path)
  } finally {
    rmSync(reportOf(journal.path), { force: true })
  }
}

/** Reaps every run whose owner is dead. One whose own reaper is still at it is awaited. */
export async function cleanup(): Promise<readonly ReapReport[]> {
  const reports: ReapReport[] = []
  const began = monotonicMs()
  for (const name of filesIn(journalsFolder()).filter((file) => file.endsWith('.jsonl'))) {
    const path = join(journalsFolder(), name)
    const lines = readIfThere(path)
    const owner = lines.find((line) => line.is === 'owner')
    if (owner && isSame(owner.pid, owner.started)) continue
    const reaper = lines.findLast((line) => line.is === 'reaper')
    if (reaper && isSame(reaper.pid, reaper.started)) {
      const atMostMs = Math.max(0, REAP_MS - (monotonicMs() - began))
      await until(() => !isSame(reaper.pid, reaper.started), { what: `the reaper of ${name}`, atMostMs }).catch(
        () => undefined,
      )
    }
    if (readIfThere(path).length > 0) reports.push(await reap(path))
    rmSync(reportOf(path), { force: true })
  }
  return reports
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readIfThere(path: string): ReturnType<typeof readJournal> {
  try {
    return readJournal(path)
  } catch {
    return []
  }
}
