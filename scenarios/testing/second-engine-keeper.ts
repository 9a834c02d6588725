/**
 * The process that owns a second Docker engine: it makes everything, and at the end of its standard input, for
 * whatever reason, it removes everything. It is told what to do line by line, answers each, and is deaf to signals.
 *
 *   test ── 198.18.N.1 [drillN] ══ veth ══ [eth0] 198.18.N.2 ── dockerd, in a network and a mount namespace of its own
 *
 * What it mounts is in its own mount namespace and so gone with its processes; and there, the disk of the harness is
 * hidden, as it is on another machine.
 */

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const MARKER = 'SYNCDRILL_SECOND_ENGINE'
const UP_ROUNDS = 1_000
/** In good order, it gives each container ten seconds first. */
const DOWN_MS = 120_000
const [hidden = ''] = process.argv.slice(2)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)

const folder = mkdtempSync(join(tmpdir(), 'second-engine-'))
let name = ''
let host = ''
let engine: ChildProcess | undefined

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** The name of the link is the claim: who comes second to it takes the next. */
function makeNetwork(): void {
  for (let place = 0; place < 255 && !name; place += 1) {
    const claim = `drill${place}`
    try {
      run('ip', 'link', 'add', claim, 'type', 'veth', 'peer', 'name', `${claim}p`)
      name = claim
      host = `198.18.${place}.2`
      run('ip', 'netns', 'add', name)
      run('ip', 'link', 'set', `${claim}p`, 'netns', name, 'name', 'eth0')
      run('ip', 'address', 'add', `198.18.${place}.1/30`, 'dev', claim)
      run('ip', 'link', 'set', claim, 'up')
      for (const link of ['lo', 'eth0']) run('ip', '-n', name, 'link', 'set', link, 'up')
      run('ip', '-n', name, 'address', 'add', `${host}/30`, 'dev', 'eth0')
    } catch (thrown) {
      if (name || !existsSync(`/sys/class/net/${claim}`)) throw thrown
    }
  }
}

/** Its own containerd too: one of the machine's would know the containers of both engines. */
const INSIDE = `
  for place in /run/containerd "$HIDDEN" "$RUNS"; do
    [ ! -d "$place" ] || mount -t tmpfs hidden "$place"
  done
  exec dockerd "$@"`

async function start(): Promise<string> {
  if (!name) makeNetwork()
  const runs = join(tmpdir(), `syncdrill-${process.getuid?.() ?? 'user'}`)
  mkdirSync(runs, { recursive: true, mode: 0o700 })
  const log = openSync(join(folder, 'log'), 'a')
  const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')]
  const groups = ['--cgroup-parent', `/${name}`, '--exec-opt', 'native.cgroupdriver=cgroupfs']
  // A name that nobody knows is refused at once: there is no way out of this network, and nobody to ask.
  const door = ['--pidfile', join(folder, 'pid'), '--dns', host, '--tls=false', '-H', `tcp://${host}:2375`]
  const words = [`--net=/run/netns/${name}`, 'unshare', '--mount', 'sh', '-c', INSIDE, 'sh']
  engine = spawn('nsenter', [...words, ...places, ...groups, ...door], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, [MARKER]: name, HIDDEN: hidden, RUNS: runs },
  })
  engine.on('error', () => undefined)
  for (let round = 0; !(await answers()); round += 1) {
    const said = () => readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-5).join(' ')
    if (engine.exitCode !== null || round > UP_ROUNDS) throw new Error(`dockerd is not up: ${said()}`)
    await pause(50)
  }
  return host
}

function answers(): Promise<boolean> {
  return fetch(`http://${host}:2375/_ping`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
  const ended = engine && engine.exitCode === null && engine.signalCode === null ? once(engine, 'exit') : undefined
  engine?.kill(signal)
  await Promise.race([ended, pause(DOWN_MS, undefined, { ref: false })])
  await forgetContainerd()
  return signal
}

/** It dies with its engine; where the first process is slow to bury it, the next engine takes it for alive. */
async function forgetContainerd(): Promise<void> {
  const path = join(folder, 'exec/containerd/containerd.pid')
  if (!existsSync(path)) return
  const pid = readFileSync(path, 'utf8').trim()
  const isAlive = () => {
    try {
      return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    } catch {
      return false
    }
  }
  for (let round = 0; round * 10 < DOWN_MS && isAlive(); round += 1) await pause(10)
  rmSync(path, { force: true })
}

/** The engine, its containerd, its shims and proxies by what they inherit; its containers by their control group. */
function processes(): readonly number[] {
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
  return pids.filter((pid) => isOurs(pid)).map(Number)
}

function isOurs(pid: string): boolean {
  try {
    const marked = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARKER}=${name}`)
    return (
      marked ||
      readFileSync(`/proc/${pid}/cgroup`, 'latin1')
        .split('\n')
        .some((line) => groupOf(line) === name)
    )
  } catch {
    return false
  }
}

const groupOf = (line: string): string | undefined => line.split(':')[2]?.split('/')[1]

function controlGroups(): readonly string[] {
  const roots = ['/sys/fs/cgroup', ...readdirSync('/sys/fs/cgroup').map((each) => join('/sys/fs/cgroup', each))]
  const tops = [...new Set(roots.map((root) => join(root, name)))].filter((path) => existsSync(path))
  return tops.flatMap((top) => [top, ...foldersIn(top)]).toSorted((a, b) => b.length - a.length)
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => [join(path, entry.name), ...foldersIn(join(path, entry.name))])
  } catch {
    return []
  }
}

function attempt(act: () => unknown): void {
  try {
    act()
  } catch {
    // Tried again in the next round, and told of in the end.
  }
}

function left(): readonly string[] {
  return [
    ...(name ? processes().map((pid) => `process ${pid}`) : []),
    ...(name ? controlGroups() : []),
    ...[folder, `/run/netns/${name}`, `/sys/class/net/${name}`].filter(
      (path) => !path.endsWith('/') && existsSync(path),
    ),
  ]
}

/** Again and again until nothing is there: what is being made while it is removed comes to an end too. */
async function removeAll(): Promise<void> {
  for (let round = 0; round < 200 && left().length > 0; round += 1) {
    if (name) for (const pid of processes()) attempt(() => process.kill(pid, 'SIGKILL'))
    if (name && processes().length === 0) {
      for (const group of controlGroups()) attempt(() => rmdirSync(group))
      if (existsSync(`/sys/class/net/${name}`)) attempt(() => run('ip', 'link', 'delete', name))
      if (existsSync(`/run/netns/${name}`)) attempt(() => run('ip', 'netns', 'delete', name))
    }
    attempt(() => rmSync(folder, { recursive: true, force: true }))
    await pause(50)
  }
}

const doing: Readonly<Record<string, () => Promise<string>>> = {
  start,
  stop: () => end('SIGTERM'),
  kill: () => end('SIGKILL'),
  log: () => Promise.resolve(readFileSync(join(folder, 'log'), 'utf8')),
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await Promise.try(() => doing[line]?.()).then(
    (said) => ({ said }),
    (thrown: unknown) => ({ failed: thrown instanceof Error ? thrown.message : String(thrown) }),
  )
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await removeAll()
const remaining = left()
process.stdout.write(`${JSON.stringify({ said: remaining.join(', ') })}\n`)
process.exitCode = remaining.length === 0 ? 0 : 1
