import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { folderOf, Journal, journalOf, journalsFolder, MARKER, readJournal } from '../journal.ts'
import { startOf, statOf } from '../proc.ts'
import { openReaper } from './index.ts'
import { reap } from './reap.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
let runs = 0
const nextRun = () => `reaper-test-${process.pid}-${(runs += 1)}`
const alive = (pid: number) => statOf(pid) !== undefined

async function child(run: string, argv: readonly string[]): Promise<number> {
  const [command = '', ...rest] = argv
  const started = spawn(command, rest, { detached: true, stdio: 'ignore', env: { ...process.env, [MARKER]: run } })
  await once(started, 'spawn')
  return started.pid ?? 0
}

describe('the reaper', () => {
  test('ends what ignores it, what stands still, and what has left the group', async () => {
    const run = nextRun()
    const reaper = await openReaper(run)
    const deaf = await child(run, ['sh', '-c', 'trap "" TERM INT HUP; while :; do sleep 1; done'])
    const stopped = await child(run, ['sleep', '600'])
    process.kill(stopped, 'SIGSTOP')
    const daemon = await child(run, ['setsid', 'sleep', '600'])
    mkdirSync(folderOf(run), { recursive: true })
    reaper.journal.planned({ kind: 'folder', path: folderOf(run) })
    const { left, removed } = await reaper.reap()
    expect(left).toEqual([])
    expect(removed.length).toBeGreaterThanOrEqual(4)
    expect([deaf, stopped, daemon].some(alive)).toBe(false)
    expect([existsSync(folderOf(run)), existsSync(reaper.journal.path)]).toEqual([false, false])
  })

  test('finds a child without its environment by number and start, and nobody by a number alone', async () => {
    const run = nextRun()
    const journal = new Journal(run)
    const hidden = spawn('env', ['-i', 'sleep', '600'], { detached: true, stdio: 'ignore' })
    const bystander = spawn('sleep', ['600'], { stdio: 'ignore' })
    await Promise.all([once(hidden, 'spawn'), once(bystander, 'spawn')])
    const [pid, other] = [hidden.pid ?? 0, bystander.pid ?? 0]
    journal.made({ kind: 'process', label: 'hidden', pid, started: startOf(pid) ?? '' })
    journal.made({ kind: 'process', label: 'long gone', pid: other, started: '1' })
    const { removed, stale, left } = await reap(journal.path)
    expect([removed, stale, left]).toEqual([[`process ${pid}`], [`process ${other} (long gone)`], []])
    expect([alive(pid), alive(other)]).toEqual([false, true])
    bystander.kill('SIGKILL')
  })

  test('removes folders of its own run only, whatever the journal says', async () => {
    const run = nextRun()
    const journal = new Journal(run)
    const foreign = mkdtempSync(join(tmpdir(), 'syncdrill-foreign-'))
    writeFileSync(join(foreign, 'photo'), 'precious')
    for (const path of [foreign, join(folderOf(run), '..', '..'), `${folderOf(run)}-not-ours`])
      journal.planned({ kind: 'folder', path })
    const { removed } = await reap(journal.path)
    expect([removed, existsSync(join(foreign, 'photo'))]).toEqual([[], true])
    rmSync(foreign, { recursive: true })
  })

  test('reads past a line that was torn by a crash', () => {
    const journal = new Journal(nextRun())
    journal.planned({ kind: 'process', label: 'one' })
    appendFileSync(journal.path, '{"is":"planned","kind":"fol')
    expect(readJournal(journal.path).map(({ is }) => is)).toEqual(['owner', 'planned'])
    rmSync(journal.path)
  })

  test('that was killed is stood in for, from the same journal', async () => {
    const run = nextRun()
    const reaper = await openReaper(run)
    const orphan = await child(run, ['sleep', '600'])
    const line = readJournal(reaper.journal.path).find((entry) => entry.is === 'reaper')
    process.kill(line?.pid ?? 0, 'SIGKILL')
    expect((await reaper.reap()).left).toEqual([])
    expect(alive(orphan)).toBe(false)
  })

  test('two runs side by side: reaping one leaves the other alone', async () => {
    const [one, other] = [await openReaper(nextRun()), await openReaper(nextRun())]
    const [mine, theirs] = [
      await child(one.journal.run, ['sleep', '600']),
      await child(other.journal.run, ['sleep', '600']),
    ]
    await one.reap()
    expect([alive(mine), alive(theirs)]).toEqual([false, true])
    await other.reap()
    expect(alive(theirs)).toBe(false)
  })

  describe('whose conductor died young', () => {
    /** Its pipe has ended before it began to read. */
    async function reaperOf(run: string, owner: { readonly pid: number; readonly started: string }): Promise<number> {
      const argv = [MAIN, journalOf(run), String(owner.pid), owner.started]
      const reaper = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'ignore'] })
      const [code] = (await once(reaper, 'exit')) as [number]
      return code
    }
    const dead = { pid: 2 ** 22, started: '1' }

    test('before it had a journal: leaves nothing', async () => {
      const run = nextRun()
      expect(await reaperOf(run, dead)).toBe(0)
      expect(existsSync(journalOf(run))).toBe(false)
    })

    test('before it asked for the proof of life: what was made for the proof is removed', async () => {
      const run = nextRun()
      using proof = new Journal(`${run}-proof-ab`)
      proof.planned({ kind: 'folder', path: folderOf(proof.run) })
      mkdirSync(folderOf(proof.run), { recursive: true })
      const dummy = await child(proof.run, ['sleep', '600'])
      expect(await reaperOf(run, dead)).toBe(0)
      expect([alive(dummy), existsSync(folderOf(proof.run)), existsSync(proof.path)]).toEqual([false, false, false])
    })

    test('after it asked, and before it read the answer: leaves no file of it', async () => {
      const run = nextRun()
      using journal = new Journal(run)
      const { pid, started } = journal.lines.find(({ is }) => is === 'owner') as { pid: number; started: string }
      expect(await reaperOf(run, { pid, started })).toBe(0)
      expect(readdirSync(journalsFolder()).filter((name) => name.startsWith(run))).toEqual([])
    })

    test('under a name that somebody else had taken: touches nothing', async () => {
      const run = nextRun()
      const other = await openReaper(run)
      const theirs = await child(run, ['sleep', '600'])
      expect(await reaperOf(run, dead)).toBe(5)
      expect(alive(theirs)).toBe(true)
      await expect(openReaper(run)).rejects.toThrow('the journal cannot be written: EEXIST')
      expect(alive(theirs)).toBe(true)
      expect((await other.reap()).left).toEqual([])
      expect(alive(theirs)).toBe(false)
    })
  })
})
