import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { mkdir, mkdtemp, mkdtempDisposable, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { authorityOf, uniqueName, type Duration } from '../../kernel/index.ts'
import { service, site, Topology, volume, type Listens, type Readiness } from '../../site/index.ts'
import { openReaper } from '../reaper/index.ts'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import type { Address, ServiceChange } from '../runtime.ts'
import { echo } from '../testing/program.ts'
import { embedded } from './index.ts'

describe('the embedded runtime', () => {
  keepsTheRuntimeContract({
    runtime: embedded,
    echo,
    die: (running, victim) => {
      process.kill(Number(running.state(victim).incarnation?.split('@')[0]), 'SIGKILL')
    },
  })
})

test('a program that is not there is named, and nothing else ends because of it', async () => {
  await using begun = await starting(['pyton3', 'sync.py'])
  const because = "its program 'pyton3' is not there"
  await expect(begun.start).rejects.toMatchObject({
    class: 'environment',
    message: expect.stringContaining(`service 'sync' ended before it was ready (${because})`),
  })
  expect(begun.changes).toEqual([{ service: 'sync', version: '1', state: 'failed', because }])
})

test('one that is not ready within its limit has failed, and is gone', async () => {
  await using begun = await starting(['sh', '-c', 'echo warming up; exec sleep 3598'], { within: '1500ms' })
  const because = expect.stringMatching(/^waited 1500 ms for service 'sync' to be ready: .*; its log ends: warming up$/)
  await expect(begun.start).rejects.toMatchObject({ class: 'environment', message: because })
  const tail = ['warming up']
  expect(begun.changes).toEqual([{ service: 'sync', version: '1', state: 'failed', because, tail }])
  expect(begun.state()).toMatchObject({ status: 'ended', exit: 'ended by SIGKILL', failed: { tail } })
})

const serve = (host: string, words: string) => `
  const server = require('node:http').createServer((_, response) => response.end('here'))
  server.listen(0, '${host}', () => console.log('listening on ${words}:' + server.address().port))
`

test.each(['http://[::1]', 'localhost', ''])('a service on the other loopback address is found: %s', async (words) => {
  await using begun = await starting(['node', '-e', serve('::1', words)])
  await begun.start
  const { link, direct } = begun.addresses()
  expect(direct.host).toBe('::1')
  expect([await said(link), await said(direct)]).toEqual(['here', 'here'])
})

test('one that listens elsewhere than it says is not ready, and the reason has the address', async () => {
  const lies = "console.log('listening on http://[::1]:9'); setInterval(() => undefined, 1_000)"
  await using begun = await starting(['node', '-e', lies], { within: '1s' })
  await expect(begun.start).rejects.toThrow(
    /to be ready: GET \/ at \[::1\]:9: connect ECONNREFUSED ::1:9; its log ends: listening on/,
  )
})

test.each([
  [{ http: '/healthz', status: 204 }, /to be ready: GET \/healthz at 127\.0\.0\.1:\d+: expected 204, got 200; its log/],
  [{ logs: /doors are open/ }, /to be ready: no line of its log matches \/doors are open\/; its log ends: listening/],
])('what is missing of %j is named, not what was missing at first', async (ready, words) => {
  const server = serve('127.0.0.1', 'http://127.0.0.1')
  await using begun = await starting(['node', '-e', server], { within: '1500ms', ready })
  await expect(begun.start).rejects.toThrow(words)
})

test('a relative path in a command is looked up where the drill file stands', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'drill folder-'))
  await writeFile(join(folder.path, 'server.cjs'), serve('127.0.0.1', 'http://127.0.0.1'))
  await using begun = await starting(['node', 'server.cjs'], { drillFolder: folder.path })
  await begun.start
  expect(await said(begun.addresses().link)).toBe('here')
})

test('a command with a folder of its own runs there, and its paths are looked up there', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'drill folder-'))
  await mkdir(join(folder.path, 'app'))
  await writeFile(join(folder.path, 'app', 'server.cjs'), `console.log(process.cwd())\n${serve('127.0.0.1', '')}`)
  const signs = [{ http: '/' }, { logs: /\/app$/ }] as const
  await using begun = await starting(['node', 'server.cjs'], { drillFolder: folder.path, cwd: 'app', ready: signs })
  await begun.start
  expect(await said(begun.addresses().link)).toBe('here')
})

const serveAt = (port: string, words = '') => `
  const statusOf = (url) => (url === '/absent' ? 404 : 204)
  const server = require('node:http').createServer(({ url }, answer) => answer.writeHead(statusOf(url)).end())
  server.listen(${port}, '127.0.0.1', () => console.log(${words}))
`

test.each([
  ['its environment', ['node', '-e', serveAt('process.env.PORT')]],
  ['its command', ['node', '-e', serveAt('process.argv[1]'), '${PORT}']],
  ['an option of its command', ['node', '-e', serveAt("process.argv[1].split('=')[1]"), 'port=${PORT}']],
])('a service that prints nothing listens where %s says', async (_, command) => {
  await using begun = await starting(command, { listens: 'PORT' })
  await begun.start
  expect(begun.addresses().direct.port).toBeGreaterThan(1_023)
})

test('where somebody else has taken its port meanwhile it is started at another; nothing is told of that', async () => {
  // The first start finds its port taken by another program that is quicker; the second finds its own free.
  const command = ['node', '-e', TAKEN_ONCE, '/data/once', '${PORT}']
  await using begun = await starting(command, { listens: 'PORT', ready: [{ tcp: true }, { logs: /^serving/ }] })
  await begun.start
  expect(begun.changes.map(({ state }) => state)).toEqual(['started'])
  expect(begun.log()).toMatch(/exit 1: somebody else has taken port \d+; it is started at another/)
})

test('an address in use that is not the one that was chosen is told, and nothing is tried again', async () => {
  await using other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await using begun = await starting(['node', '-e', serveAt(`${port}`)], { listens: 'PORT' })
  await expect(begun.start).rejects.toThrow(/ended before it was ready \(exit 1\); its log ends: .*EADDRINUSE/)
  expect(begun.changes.map(({ state }) => state)).toEqual(['failed'])
})

test('a service that says its port in its own words is found by them', async () => {
  const command = ['node', '-e', serveAt('0', "'up: ' + server.address().port + ', workers: 4'")]
  await using begun = await starting(command, { listens: /^up: (\d+)/ })
  await begun.start
  await using other = await starting(command, { listens: /^down: (\d+)/, within: '500ms' })
  await expect(other.start).rejects.toThrow('nobody knows its port')
})

test('readiness is a status, an open port, a line, or all of several', async () => {
  const command = ['node', '-e', serveAt('process.env.PORT', "'warm'")]
  const isReady = async (ready: Readiness) => {
    await using begun = await starting(command, { listens: 'PORT', ready, within: '1s' })
    return await begun.start.then(
      () => true,
      () => false,
    )
  }
  const signs: readonly Readiness[] = [
    { http: '/' },
    { http: '/', status: 204 },
    { http: '/', status: 200 },
    { http: '/absent' },
    { http: '/absent', status: 404 },
    { tcp: true },
    { logs: /^warm$/ },
    { logs: /^cold$/ },
    [{ tcp: true }, { http: '/' }, { logs: /warm/ }],
    [{ tcp: true }, { logs: /cold/ }],
  ]
  expect(await Promise.all(signs.map(isReady))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    true,
    false,
    true,
    false,
  ])
})

/** A child of its own is the stranger: it listens first, and outlives the parent. */
const TAKEN_ONCE = `
  const [, once, port] = process.argv
  const { existsSync, writeFileSync } = require('node:fs')
  const server = require('node:http').createServer((_, answer) => answer.end())
  const serve = () => server.listen(port, '127.0.0.1', () => console.log('serving'))
  if (existsSync(once)) serve()
  else {
    writeFileSync(once, '')
    const stranger = "require('node:net').createServer().listen(" + port + ", '127.0.0.1', () => console.log('there'))"
    const child = require('node:child_process').spawn(process.execPath, ['-e', stranger], { detached: true })
    child.stdout.once('data', () => { child.unref(); serve() })
  }
`

async function said(address: Address): Promise<string> {
  const { body } = await request(`http://${authorityOf(address)}/`, { reset: true })
  return body.text()
}

interface More {
  readonly within?: Duration
  readonly drillFolder?: string
  readonly cwd?: string
  readonly listens?: Listens
  readonly ready?: Readiness
}

async function starting(command: readonly string[], { drillFolder, cwd, ready = { http: '/' }, ...more }: More = {}) {
  const run = `starting-${uniqueName(3)}`
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  const version = { command, ...(cwd !== undefined && { cwd }) }
  const sync = service({ versions: { '1': version }, start: '1', ready, data: { '/data': volume() }, ...more })
  const topology = new Topology(site({ services: { sync }, clients: {} }))
  const reaper = await openReaper(run)
  const changes: ServiceChange[] = []
  const onService = (change: ServiceChange) => changes.push(change)
  const running = await embedded.open(topology, {
    run,
    logs,
    journal: reaper.journal,
    onService,
    ...(drillFolder && { drillFolder }),
  })
  const start = running.start(sync)
  start.catch(() => undefined)
  const dispose = async () => {
    await running[Symbol.asyncDispose]()
    expect((await reaper.reap()).left).toEqual([])
    await rm(logs, { recursive: true })
  }
  const addresses = () => ({ link: running.address(sync.link), direct: running.direct(sync) })
  const log = () => readFileSync(join(logs, 'sync.log'), 'utf8')
  return { start, changes, addresses, log, state: () => running.state(sync), [Symbol.asyncDispose]: dispose }
}
