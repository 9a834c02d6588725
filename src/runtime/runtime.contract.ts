/** What every runtime keeps: a suite that is called with one, and asks nothing of how it does it. */

import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Run, Service } from '../site/index.ts'
import { keepsTheContractOfCommands } from './commands.contract.ts'
import { openReaper, type Reaper } from './reaper/index.ts'
import type { Address, RunningSite, Runtime, ServiceChange } from './runtime.ts'
import { keepsTheContractOfSupervision } from './supervision/supervision.contract.ts'
import { ask, declared } from './testing/front-and-back.ts'

export interface Subject {
  readonly runtime: Runtime
  /** The echo service, with `/data` and these flags as its arguments. */
  readonly echo: (...flags: readonly string[]) => Run
  /** Ends a service behind the runtime's back. */
  readonly die: (running: RunningSite, service: Service) => unknown
}

/** Refused, reset, closed or too late: whatever a runtime makes of nobody being there. */
const NO_ANSWER = /./
/** Who would answer at all would have done so. */
const SILENT_MS = 1_000

export function keepsTheRuntimeContract({ runtime, echo, die }: Subject): void {
  let made: ReturnType<typeof declared>
  let running: RunningSite
  let reaper: Reaper
  let logs: string
  let changes: ServiceChange[]

  beforeEach(async () => {
    made = declared(echo)
    changes = []
    const run = `contract-${process.pid}-${Math.trunc(process.hrtime()[1])}`
    logs = await mkdtemp(join(tmpdir(), 'syncdrill-contract-'))
    reaper = await openReaper(run, runtime.makeDummies)
    running = await runtime.open(made.topology, {
      run,
      logs,
      drillFolder: join(import.meta.dirname, 'testing'),
      journal: reaper.journal,
      onService: (change) => changes.push(change),
    })
  })
  afterEach(async () => {
    await running[Symbol.asyncDispose]()
    expect((await reaper.reap()).left).toEqual([])
  })

  describe('services', () => {
    test('start, are told, and are reached through a link that never moves', async () => {
      await running.start(made.back)
      await running.start(made.front)
      const before = {
        link: running.address(made.front.link),
        direct: running.direct(made.front),
        state: running.state(made.front),
      }
      expect((await ask(before.link, '/through')).url).toBe('/from-front')
      await running.kill(made.front)
      await expect(ask(before.link)).rejects.toThrow(NO_ANSWER)
      await running.start(made.front, { version: '2' })
      expect(running.address(made.front.link)).toEqual(before.link)
      expect((await ask(before.link, '/count')).count).toBe(1)
      expect(running.state(made.front)).toMatchObject({ status: 'running', version: '2' })
      expect(running.state(made.front).incarnation).not.toBe(before.state.incarnation)
      expect(changes.map(({ service: name, state, version }) => `${name} ${version} ${state}`)).toEqual([
        'back 1 started',
        'front 1 started',
        'front 1 killed',
        'front 2 started',
      ])
    })

    test('that fail to start are named, with how they ended and what they said; the log is whole', async () => {
      const starting = running.start(made.front, { version: 'broken' })
      await expect(starting).rejects.toThrow(
        /service 'front' ended before it was ready \(exit 3\); its log ends: .*the disk is on fire/,
      )
      const told = { because: 'exit 3', exit: { code: 3 } }
      expect(changes).toMatchObject([{ service: 'front', version: 'broken', state: 'failed', ...told }])
      // Output and errors travel in two pipes: an engine keeps no order between them.
      expect(changes[0]?.tail?.toSorted()).toEqual(['echo starts with --fail', 'the disk is on fire'])
      expect(running.state(made.front).failed?.exit).toEqual({ code: 3 })
      const log = await readFile(join(logs, 'front.log'), 'utf8')
      expect(log).toContain('echo starts with --fail')
      expect(log).toContain('the disk is on fire')
    })

    test('stop when asked, and are killed when they will not; killing what does not run is no error', async () => {
      await running.start(made.front)
      await running.stop(made.front)
      expect(running.state(made.front)).toMatchObject({ status: 'ended', exit: 'exit 0' })
      await running.start(made.front, { version: 'stubborn' })
      await running.stop(made.front)
      expect(running.state(made.front).exit).toContain('SIGKILL')
      await running.kill(made.front)
    })

    test('stand still and go on', async () => {
      await running.start(made.front)
      await running.pause(made.front)
      expect(running.state(made.front).status).toBe('paused')
      await expect(ask(running.direct(made.front), '/', SILENT_MS)).rejects.toThrow(NO_ANSWER)
      await running.resume(made.front)
      expect((await ask(running.direct(made.front))).count).toBe(0)
    })

    test('that die by themselves are told of, with how and with the last lines of their log', async () => {
      await running.start(made.front)
      await die(running, made.front)
      await expect.poll(() => changes.at(-1)?.state).toBe('failed')
      expect(running.state(made.front)).toMatchObject({ status: 'ended', failed: { exit: { signal: 'SIGKILL' } } })
      await running.start(made.front)
      expect(running.state(made.front).failed).toBeUndefined()
      await ask(running.direct(made.front), '/fall').catch(() => undefined)
      await expect.poll(() => changes.at(-1)?.state).toBe('failed')
      const { exit, tail = [] } = changes.at(-1) ?? {}
      expect(exit).toEqual({ code: 7 })
      // Blank lines are left out, a long one is cut, and nothing in it moves a cursor.
      expect(tail).toHaveLength(10)
      expect(tail.slice(-2)).toEqual(['line 12 of \\u{1b}[2J', expect.stringMatching(/^x{300}… /)])
      // Asked to end after all, it is no longer said to have failed.
      await running.kill(made.front)
      expect(running.state(made.front).failed).toBeUndefined()
    })

    test('are measured: time adds up over starts, and what was seen of one that was killed stays', async () => {
      const cpuMs = () => running.usage().get('front')?.cpuMs ?? 0
      expect(running.usage().has('front')).toBe(false)
      await running.start(made.front)
      await ask(running.direct(made.front), '/toil')
      await expect.poll(cpuMs).toBeGreaterThan(300)
      await running.kill(made.front)
      const before = cpuMs()
      expect(before).toBeGreaterThan(300)
      await running.start(made.front)
      await ask(running.direct(made.front), '/toil')
      await expect.poll(cpuMs).toBeGreaterThan(before + 300)
      const { memoryBytes = 0 } = running.usage().get('front') ?? {}
      expect(memoryBytes).toBeGreaterThan(5e6)
      expect(memoryBytes).toBeLessThan(5e8)
      expect(running.usage().has('back')).toBe(false)
    })

    test('are heard', async () => {
      const heard = running.says(made.front, /starts with (.*)/, AbortSignal.timeout(60_000))
      await running.start(made.front)
      expect(await heard).toBe('echo starts with no flags')
    })
  })

  describe('links', () => {
    beforeEach(() => running.start(made.front))
    const link = () => running.link(made.front.link)
    const reached = (atMostMs?: number) =>
      ask(running.address(made.front.link), '/', atMostMs).then(
        () => 'answered',
        () => 'no answer',
      )

    test('can be cut and mended, and are clean again', async () => {
      await link().disable()
      expect([await reached(), await link().isClean()]).toEqual(['no answer', false])
      await link().enable()
      expect([await reached(), await link().isClean()]).toEqual(['answered', true])
    })

    test('carry toxics until they are removed, and count what passes', async () => {
      const before = await link().counters()
      await link().add('slow', { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } })
      expect([await reached(SILENT_MS), await link().isClean()]).toEqual(['no answer', false])
      await link().remove('slow')
      expect([await reached(), await link().isClean()]).toEqual(['answered', true])
      const after = await link().counters()
      expect(after.accepted - before.accepted).toBe(2)
      expect(after.bytesDown).toBeGreaterThan(before.bytesDown)
    })

    test('stay cut while what is behind them starts anew', async () => {
      await link().disable()
      await running.kill(made.front)
      await running.start(made.front)
      expect(await reached()).toBe('no answer')
      await link().enable()
      expect(await reached()).toBe('answered')
    })
  })

  describe('links of callers', () => {
    /** What the caller would reach: only the standby has counted. */
    const reached = () =>
      ask(running.address(made.front.links.back)).then(
        ({ count }) => (count > 0 ? 'standby' : 'back'),
        () => 'nobody',
      )
    const restart = async (one: Service) => {
      await running.kill(one)
      await running.start(one)
    }

    test('follow the service that they lead to, from start to start', async () => {
      expect(await reached()).toBe('nobody')
      await running.start(made.back)
      expect(await reached()).toBe('back')
      await running.kill(made.back)
      expect(await reached()).toBe('nobody')
      await running.start(made.back)
      expect(await reached()).toBe('back')
    })

    test('follow another once they are pointed at it: a restart of the old one does not pull them back', async () => {
      await running.start(made.back)
      await running.start(made.standby)
      await ask(running.direct(made.standby), '/count')
      const address = running.address(made.front.links.back)
      await running.link(made.front.links.back).repoint(made.standby)
      expect(await reached()).toBe('standby')
      await restart(made.back)
      expect(await reached()).toBe('standby')
      await restart(made.standby)
      expect(await reached()).toBe('standby')
      await running.kill(made.standby)
      expect(await reached()).toBe('nobody')
      expect(running.address(made.front.links.back)).toEqual(address)
      expect((await ask(running.address(made.back.link))).count).toBe(0)
    })

    test('lead to nobody until the service that they are pointed at has started', async () => {
      await running.start(made.back)
      await running.link(made.front.links.back).repoint(made.standby)
      expect(await reached()).toBe('nobody')
      await running.start(made.standby)
      await ask(running.direct(made.standby), '/count')
      expect(await reached()).toBe('standby')
    })
  })

  describe('volumes', () => {
    test('are read and overwritten in place, never lengthened, never left', async () => {
      await running.start(made.front)
      await ask(running.direct(made.front), '/count')
      const access = running.volume(made.data)
      expect(await access.list()).toEqual([{ path: 'counter', bytes: 1 }])
      await access.overwrite('counter', 0, Buffer.from('7'))
      expect((await access.read('counter')).toString()).toBe('7')
      expect((await ask(running.direct(made.front))).count).toBe(7)
      await expect(access.overwrite('counter', 1, Buffer.from('77'))).rejects.toThrow('lengthen')
      await expect(access.truncate('counter', 100)).rejects.toThrow('lengthen')
      await access.truncate('counter', 0)
      await access.write('deep/er/file', Buffer.from('whole'))
      expect((await access.read('deep/er/file')).toString()).toBe('whole')
      expect((await access.search(['who', 'hole', 'holes'])).toSorted()).toEqual(['hole', 'who'])
      await access.delete('deep/er/file')
      await access.delete('deep/er/file')
      expect((await access.list()).map(({ path }) => path)).toEqual(['counter'])
      await expect(access.write('../../journals/x', Buffer.from('x'))).rejects.toThrow('leaves the volume')
      expect((await access.list()).find(({ path }) => path === 'counter')?.bytes).toBe(0)
      await expect(access.read('../../journals')).rejects.toThrow('leaves the volume')
    })

    test('are replaced by empty ones, and the old content stays aside', async () => {
      await running.start(made.front)
      await ask(running.direct(made.front), '/count')
      await running.kill(made.front)
      const { asideAs } = await running.replaceVolume(made.data)
      expect(await running.volume(made.data).list()).toEqual([])
      expect((await running.aside(asideAs).read('counter')).toString()).toBe('1')
      await running.volume(made.data).remove()
      expect(await running.volume(made.data).exists()).toBe(false)
    })
  })

  test('a clean room is a service apart, on a copy of a volume, and gone when it is left', async () => {
    await running.start(made.front)
    await ask(running.direct(made.front), '/count')
    let address: Address
    {
      await using room = await running.cleanRoom(made.front, { data: new Map([['/data', running.volume(made.data)]]) })
      address = room.address
      expect((await ask(address, '/count')).count).toBe(2)
    }
    await expect(ask(address)).rejects.toThrow(NO_ANSWER)
    expect((await ask(running.direct(made.front))).count).toBe(1)
  })

  keepsTheContractOfCommands(() => ({ made, running }))
  describe('supervision and readiness', () => {
    keepsTheContractOfSupervision(() => ({ made, running, changes }))
  })
}
