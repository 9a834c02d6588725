/** Eight ways to spoil the reaper of a run that has things on an engine: refused, repaired or told of. */

import { spawn, type ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderOf, journalOf, journalsFolder, MARKER } from '../journal.ts'
import { statOf } from '../proc.ts'
import { cleanup } from '../reaper/cleanup.ts'
import { openReaper } from '../reaper/index.ts'
import { quiet } from '../reaper/patience.ts'
import { reap } from '../reaper/reap.ts'
import { isWithoutEngine } from '../testing/engine.ts'
import { makeDummies } from './dummies.ts'
import { openEngine } from './engine/engine.ts'
import { reapEngine } from './engine/reap.ts'
import { labelsOf, ofRun } from './engine/labels.ts'
import { openYard } from './engine/yard.ts'

const DEAD = { pid: 2 ** 22, started: '1' }
const RESIDUE = expect.stringContaining('journal ') as string
const before = process.env['TMPDIR']
let room: string
/** For the sake of the engine, should a test fail. */
const opened: string[] = []

beforeEach(() => {
  room = mkdtempSync(join(before ?? '/tmp', 'syncdrill-sabotage-'))
  process.env['TMPDIR'] = room
})
afterEach(async () => {
  for (const run of opened.splice(0)) {
    const { connection } = await openEngine()
    await reapEngine({ run, engine: { connection }, unsure: false, made: [], patience: quiet() })
  }
  rmSync(room, { recursive: true, force: true })
})
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
})

/** A run with one of everything, and its reaper as the operating system sees it. */
async function openRun() {
  const run = `sabotage-${process.pid}-${process.hrtime()[1]}`
  opened.push(run)
  const started: ChildProcess[] = []
  const onStart = (message: unknown) => void started.push((message as { readonly process: ChildProcess }).process)
  const told: string[] = []
  subscribe('child_process', onStart)
  const reaper = await openReaper(run, makeDummies, ({ message }) => told.push(message))
  unsubscribe('child_process', onStart)
  const [own] = started
  if (own?.pid === undefined) throw new Error('no reaper was started')
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { ...process.env, [MARKER]: run } })
  mkdirSync(folderOf(run), { recursive: true })
  // The real engine is first known from the proof of life; the journal tells it once more.
  const { engine, labels } = openYard(await openEngine(), run, reaper.journal)
  const name = `syncdrill-${run}`
  await make(name, { ...labels })
  return { run, name, reaper, own, told, child, engine, line: readFileSync(reaper.journal.path, 'utf8') }
}

async function make(name: string, Labels: Record<string, string>): Promise<string> {
  const { docker } = await openEngine()
  await Promise.all([docker.createNetwork({ Name: name, Labels }), docker.createVolume({ Name: name, Labels })])
  const Mounts = [{ Type: 'volume', Source: name, Target: '/volume' } as const]
  const Image = 'ghcr.io/shopify/toxiproxy:2.12.0'
  const container = await docker.createContainer({ name, Image, Labels, HostConfig: { NetworkMode: name, Mounts } })
  await container.start()
  return container.id
}

async function onEngine(filters: object): Promise<number> {
  const { docker } = await openEngine()
  const [containers, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters: filters as never }),
    docker.listNetworks({ filters: filters as never }),
    docker.listVolumes({ filters: filters as never }),
  ])
  return containers.length + networks.length + Volumes.length
}

const thereIs = async (run: string, { pid = 0 }: ChildProcess) => ({
  onEngine: await onEngine(ofRun(run)),
  lives: statOf(pid) !== undefined,
})
const NOTHING = { onEngine: 0, lives: false }

/** As if whoever owns it had been killed. */
function orphan(run: string): void {
  const text = readFileSync(journalOf(run), 'utf8')
  const dead = JSON.stringify({ is: 'owner', run, ...DEAD })
  writeFileSync(journalOf(run), text.replace(/^.*\n/, `${dead}\n`))
}

describe.skipIf(isWithoutEngine)('a reaper that was spoilt:', () => {
  test('killed: the run is told at once, and its conductor reaps', async () => {
    const { run, reaper, own, told, child } = await openRun()
    own.kill('SIGKILL')
    await expect.poll(() => told).toEqual(['the reaper ended before its time (SIGKILL)'])
    expect((await reaper.reap()).left).toEqual([])
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test('killed with its conductor: the next cleanup repairs', async () => {
    const { run, own, child } = await openRun()
    own.kill('SIGKILL')
    await once(own, 'exit')
    orphan(run)
    expect((await cleanup()).reports.map((report) => [report.run, report.left])).toEqual([[run, []]])
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test('stopped: it is not waited for, and ended', async () => {
    const { run, reaper, own, child } = await openRun()
    own.kill('SIGSTOP')
    await expect.poll(() => statOf(own.pid ?? 0)?.state).toBe('T')
    expect((await reaper.reap()).left).toEqual([])
    expect([await thereIs(run, child), statOf(own.pid ?? 0)]).toEqual([NOTHING, undefined])
  })

  test('stopped, its conductor dead: the next cleanup repairs', async () => {
    const { run, own, child } = await openRun()
    own.kill('SIGSTOP')
    await expect.poll(() => statOf(own.pid ?? 0)?.state).toBe('T')
    orphan(run)
    expect((await cleanup()).reports.map(({ left }) => left)).toEqual([[]])
    expect([await thereIs(run, child), statOf(own.pid ?? 0)]).toEqual([NOTHING, undefined])
  })

  test('never started: refused', async () => {
    const real = process.execPath
    process.execPath = '/nowhere/node'
    const opening = openReaper('sabotage-never', makeDummies)
    process.execPath = real
    await expect(opening).rejects.toThrow('the reaper did not prove that it works: it could not be started')
    await expect(opening).rejects.toMatchObject({ class: 'environment' })
  })

  test('its pipe closed early: what was made after it had reaped is reaped too', async () => {
    const { run, name, reaper, own, told, child } = await openRun()
    own.stdin?.end()
    await once(own, 'exit')
    expect(await thereIs(run, child)).toEqual(NOTHING)
    await make(name, labelsOf(run))
    expect(told).toEqual(['the reaper ended before its time (0)'])
    expect((await reaper.reap()).left).toEqual([])
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test('its journal unwritable: refused', async () => {
    mkdirSync(dirname(journalsFolder()), { recursive: true })
    writeFileSync(journalsFolder(), 'a file where a folder should be')
    const opening = openReaper('sabotage-unwritable', makeDummies)
    await expect(opening).rejects.toThrow(/did not prove that it works: the journal cannot be written: E\w+/)
    await expect(opening).rejects.toMatchObject({ class: 'environment' })
  })

  test('its journal truncated: it knows its run and its engine, and reaps all the same', async () => {
    const { run, reaper, child } = await openRun()
    truncateSync(reaper.journal.path, 0)
    expect((await reaper.reap()).left).toEqual([])
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test('its journal truncated, all others dead: reported, with where to look', async () => {
    const { run, reaper, own, child, line } = await openRun()
    own.kill('SIGKILL')
    await once(own, 'exit')
    truncateSync(reaper.journal.path, 0)
    await pause(2_100)
    const [report] = (await cleanup()).reports
    expect(report).toMatchObject({ run, removed: [], left: [RESIDUE] })
    expect(report?.left.join()).toContain(`org.syncdrill.run=${run}`)
    writeFileSync(reaper.journal.path, line)
    expect((await reaper.reap()).left).toEqual([])
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test('its engine away: reported, and repaired by the cleanup that reaches it', async () => {
    const { run, own, reaper, child, engine } = await openRun()
    const { connection } = engine
    if (!('socketPath' in connection)) throw new Error('this test needs an engine behind a socket')
    own.kill('SIGKILL')
    await once(own, 'exit')
    const away = join(room, 'engine.sock')
    const path = reaper.journal.path
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll(JSON.stringify(connection.socketPath), JSON.stringify(away)),
    )
    orphan(run)
    const [report] = (await cleanup()).reports
    expect(report?.left).toEqual([
      expect.stringMatching(`^whatever is on the engine at unix://${away}, which does not answer \\(connect ENOENT`),
    ])
    const back = createServer((socket) => {
      const real = connect(connection.socketPath)
      for (const one of [socket, real]) one.on('error', () => undefined)
      socket.pipe(real).pipe(socket)
    }).listen(away)
    expect((await cleanup()).reports.map(({ left }) => left)).toEqual([[]])
    back.close()
    expect(await thereIs(run, child)).toEqual(NOTHING)
  })

  test("another run's journal in its place: not believed, not removed, and reported", async () => {
    const [one, other] = [await openRun(), await openRun()]
    copyFileSync(other.reaper.journal.path, one.reaper.journal.path)
    expect((await one.reaper.reap()).left).toEqual([RESIDUE])
    expect(await thereIs(one.run, one.child)).toEqual(NOTHING)
    expect((await cleanup()).reports.map(({ left }) => left)).toEqual([[RESIDUE]])
    expect(await thereIs(other.run, other.child)).toEqual({ onEngine: 3, lives: true })
    rmSync(one.reaper.journal.path)
    expect((await other.reaper.reap()).left).toEqual([])
    expect(await thereIs(other.run, other.child)).toEqual(NOTHING)
  })
})

describe.skipIf(isWithoutEngine)('a journal that names what is not its own', () => {
  test.each([
    ['under a foreign label', { 'org.syncdrill.run': 'somebody-else' }],
    ['under none', {}],
  ])('touches nothing %s', async (words, labels: Record<string, string>) => {
    const { docker, connection } = await openEngine()
    const name = `syncdrill-bystander-${process.pid}-${words.length}`
    const id = await make(name, labels)
    const look = async () => (await docker.getContainer(id).inspect()).State.StartedAt
    const untouched = await look()
    const run = `sabotage-${process.pid}-bystander`
    mkdirSync(journalsFolder(), { recursive: true })
    const lines = [
      { is: 'owner', run, ...DEAD },
      { is: 'planned', kind: 'engine', connection },
      ...(['container', 'network', 'volume'] as const).flatMap((kind) => [
        { is: 'planned', kind, name },
        { is: 'made', kind, name, id },
      ]),
    ]
    writeFileSync(journalOf(run), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    expect(await reap(journalOf(run))).toMatchObject({ removed: [], left: [] })
    expect([await look(), await onEngine({ name: [name] })]).toEqual([untouched, 3])
    await docker.getContainer(id).remove({ force: true })
    await Promise.all([docker.getNetwork(name).remove(), docker.getVolume(name).remove()])
  })
})
