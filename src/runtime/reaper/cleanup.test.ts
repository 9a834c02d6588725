/** Cleaning up after runs whose engine has gone away, or has another address; and naming those that are alive. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { monotonicMs } from '../../kernel/index.ts'
import { journalOf, journalsFolder, MARKER, type EngineConnection } from '../journal.ts'
import { statOf } from '../proc.ts'
import { connectionOf } from './address.ts'
import { cleanup, leftBehind } from './cleanup.ts'
import { openReaper } from './index.ts'
import { untilReaped } from './standing.ts'

const before = process.env['TMPDIR']
let room: ReturnType<typeof mkdtempDisposableSync>
beforeEach(() => {
  room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-cleanup-'))
  process.env['TMPDIR'] = room.path
})
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  room.remove()
})

const NOWHERE = { socketPath: '/nowhere/engine.sock' }
const MADE = { kind: 'container', name: 'syncdrill-dead-sync' }

/** Of a run whose owner is long dead. */
function journal(run: string, connection: EngineConnection, id?: string): void {
  mkdirSync(journalsFolder(), { recursive: true })
  const lines = [
    { is: 'owner', run, pid: 2 ** 22, started: '1' },
    { is: 'planned', kind: 'engine', connection, id },
    { is: 'planned', ...MADE },
    { is: 'made', ...MADE },
  ]
  writeFileSync(journalOf(run), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** An engine on which nothing of anybody is. */
async function emptyEngine(id: string) {
  const server = createServer(({ url = '' }, response) => {
    const answers = [
      [/_ping$/, 'OK'],
      [/info$/, { ID: id }],
      [/volumes/, { Volumes: [] }],
    ] as const
    const answer = answers.find(([path]) => path.test(url))?.[1] ?? []
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connection = { protocol: 'http', host: '127.0.0.1', port } as const
  return { connection, [Symbol.dispose]: () => void server.close() }
}

describe('an engine that does not answer', () => {
  test('is waited for once, which is said at once; what was made there is named, with one cause', async () => {
    for (const run of ['dead-1', 'dead-2']) journal(run, NOWHERE)
    const told: string[] = []
    let toldMs = Infinity
    const tell = (what: string) => {
      told.push(what)
      toldMs = monotonicMs()
    }
    const { reports } = await cleanup({ tell, engineMs: 400 })
    // All of the waiting comes after it was said.
    expect(monotonicMs() - toldMs).toBeGreaterThan(390)
    expect(told).toEqual([
      'dead-1: the engine at unix:///nowhere/engine.sock does not answer' +
        ' (connect ENOENT /nowhere/engine.sock): waiting up to 400ms for it',
    ])
    const left =
      'whatever is on the engine at unix:///nowhere/engine.sock, which does not answer' +
      ' (connect ENOENT /nowhere/engine.sock); it had made there: container syncdrill-dead-sync'
    expect(reports.map((report) => report.left)).toEqual([[left], [left]])
    expect(readdirSync(journalsFolder())).toHaveLength(2)
  })

  test('does not hide that something was left behind, and by whom', () => {
    expect(leftBehind().dead).toEqual([])
    for (const run of ['dead-1', 'dead-2']) journal(run, NOWHERE)
    expect(leftBehind().dead).toEqual(['dead-1', 'dead-2'])
    expect(readdirSync(journalsFolder())).toHaveLength(2)
  })

  test('is reached by another address, if it is the same one', async () => {
    using same = await emptyEngine('A')
    using other = await emptyEngine('B')
    journal('dead', NOWHERE, 'A')
    const [refused] = (await cleanup({ engine: other.connection })).reports
    expect(refused?.left).toEqual([
      `whatever is on the engine that was at unix:///nowhere/engine.sock: the one at` +
        ` tcp://127.0.0.1:${other.connection.port} is another one; it had made there: container syncdrill-dead-sync`,
    ])
    const [reached] = (await cleanup({ engine: same.connection })).reports
    expect([reached?.left, readdirSync(journalsFolder())]).toEqual([[], []])
  })

  test('is not taken for one that holds nothing, where nobody knows which one it was', async () => {
    using engine = await emptyEngine('A')
    journal('dead', NOWHERE)
    const [report] = (await cleanup({ engine: engine.connection })).reports
    expect(report?.left.join()).toMatch(/the one at tcp:.* holds nothing of this run; it had made there: container/)
  })
})

test('a run that goes on is named, with its conductor, its reaper and what it started, and not touched', async () => {
  const run = `alive-${process.pid}`
  const reaper = await openReaper(run)
  const service = spawn('sleep', ['600'], { env: { ...process.env, [MARKER]: run } })
  await once(service, 'spawn')
  reaper.journal.made({ kind: 'network', name: 'alive-network' })
  const { reports, alive } = await cleanup()
  expect(reports).toEqual([])
  const [found, ...others] = alive.filter((one) => one.run === run)
  expect([others, statOf(found?.reaper ?? 0)?.parent]).toEqual([[], process.pid])
  expect(found).toMatchObject({
    conductor: process.pid,
    processes: [{ pid: service.pid, what: 'sleep 600' }],
    onEngine: ['network alive-network'],
    journal: journalOf(run),
  })
  expect((await reaper.reap()).left).toEqual([])
  expect((await cleanup()).alive.filter((one) => one.run === run)).toEqual([])
})

test('processes of a run of which no journal tells are named too', async () => {
  const run = `lost-${process.pid}`
  const service = spawn('sleep', ['600'], { env: { ...process.env, [MARKER]: `${run}-proof-ab` } })
  await once(service, 'spawn')
  const { alive } = await cleanup()
  expect(alive.find((one) => one.run === run)).toEqual({
    run,
    processes: [{ pid: service.pid, what: 'sleep 600' }],
    onEngine: [],
    journal: journalOf(run),
  })
  const ended = once(service, 'exit')
  service.kill('SIGKILL')
  await ended
})

test.each([
  ['tcp://192.0.2.7:2375', { protocol: 'http', host: '192.0.2.7', port: 2375 }],
  ['tcp://[2001:db8::1]', { protocol: 'http', host: '2001:db8::1', port: 2375 }],
  ['https://engine', { protocol: 'https', host: 'engine', port: 2376 }],
  ['unix:///run/my%20engine.sock', { socketPath: '/run/my engine.sock' }],
  ['/var/run/docker.sock', { socketPath: '/var/run/docker.sock' }],
])('the address %s', (address, connection) => expect(connectionOf(address, {})).toEqual(connection))

test.each(['', 'engine', 'ssh://root@engine', 'tcp://'])("'%s' is no address", (address) => {
  expect(() => connectionOf(address, {})).toThrow(/^--engine .*: expected an address such as tcp:/)
})

test('a conductor that was told to end and does not is ended, and its reaper removes what it made', async () => {
  const run = `deaf-${process.pid}`
  const program = join(import.meta.dirname, '..', 'testing', 'deaf-conductor.ts')
  const conductor = spawn(process.execPath, [program, run], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: conductor.stdout }), 'line')) as [string]
  const ended = once(conductor, 'exit')
  expect([line, readdirSync(journalsFolder())]).toEqual(['ready', [`${run}.jsonl`]])
  expect(await untilReaped(run, 100)).toEqual([])
  expect(await ended).toEqual([null, 'SIGKILL'])
})
