import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { uniqueName, until, type Failure } from '../../kernel/index.ts'
import { service, site, Topology, volume, type Readiness, type Run } from '../../site/index.ts'
import { openReaper } from '../reaper/index.ts'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { isWithoutEngine } from '../testing/engine.ts'
import type { ServiceChange } from '../runtime.ts'
import { ask } from '../testing/front-and-back.ts'
import { echo, healthy } from '../testing/program.ts'
import { openEngine } from './engine/engine.ts'
import { containers } from './index.ts'

describe.skipIf(isWithoutEngine)('the containers runtime', () => {
  describe('as every runtime', () => {
    keepsTheRuntimeContract({
      runtime: containers,
      echo,
      die: async (running, victim) => {
        const { docker } = await openEngine()
        await docker.getContainer(running.state(victim).incarnation?.split('@')[0] ?? '').kill()
      },
    })
  })
  test('a kill from outside is told once, with the container and the signal; one of our own is not', async () => {
    await using open = await openEcho()
    const { running, back, told, incarnation } = open
    await running.kill(back)
    await running.start(back)
    expect(told).toEqual([])
    const { docker } = await openEngine()
    const container = docker.getContainer(incarnation())
    const { Name } = await container.inspect()
    await container.kill({ signal: 'SIGTERM' })
    await until(() => told.length > 0, { what: 'the kill to be told', atMostMs: 60_000 })
    await container.kill().catch(() => undefined)
    await running[Symbol.asyncDispose]()
    expect(told.map(({ class: failure, message }) => [failure, message])).toEqual([
      [
        'environment',
        expect.stringMatching(new RegExp(`^container ${Name.slice(1)} was sent (15|SIGTERM) by somebody`)),
      ],
    ])
  })

  test('one that is killed for its memory is told apart from one that is killed', async () => {
    await using open = await openEcho()
    const { running, back, changes, incarnation } = open
    const { docker } = await openEngine()
    const most = 96 * 1024 ** 2
    await docker.getContainer(incarnation()).update({ Memory: most, MemorySwap: most })
    await ask(running.direct(back), '/fill').catch(() => undefined)
    await until(() => changes.at(-1)?.state === 'failed', { what: 'its end', atMostMs: 60_000 })
    expect(changes.at(-1)).toMatchObject({
      because: 'ended by SIGKILL, out of memory',
      exit: { signal: 'SIGKILL', outOfMemory: true },
    })
    await running[Symbol.asyncDispose]()
  })

  test('one that is ready by the health check of its image is asked at once; it has the last word', async () => {
    await using open = await openEcho(healthy(), { health: true })
    const { running, back, data } = open
    expect(running.state(back).status).toBe('running')
    await running.stop(back)
    await running.volume(data).write('sick', Buffer.from('a cold'))
    await expect(running.start(back)).rejects.toThrow(/to be ready: \/bin\/sh -c .* exited with 1: a cold/)
    await running[Symbol.asyncDispose]()
  })

  test('an image without a health check is refused by name', async () => {
    await expect(openEcho(echo(), { health: true })).rejects.toMatchObject({
      class: 'usage',
      message: expect.stringMatching(
        /^service 'back': ready: health: expected an image with a health .*, got 'syncdrill\/test-echo:1-\w+', which/,
      ),
    })
  })

  test('an opening that fails holds nothing open in this process', async () => {
    const { docker } = await openEngine()
    const pipes = () => process.getActiveResourcesInfo().filter((each) => each === 'PipeWrap').length
    const { run, reaper, topology, logs } = await newRoom()
    const occupied = await docker.createNetwork({ Name: `syncdrill-${run}` })
    try {
      const before = pipes()
      await expect(containers.open(topology, { run, journal: reaper.journal, logs })).rejects.toThrow(/already exists/)
      await until(() => pipes() <= before, { what: 'the connection of its events to close', atMostMs: 60_000 })
    } finally {
      await reaper.reap()
      await occupied.remove()
    }
  })
})

async function newRoom(version: Run = echo(), ready: Readiness = { http: '/health' }) {
  const data = volume()
  const run = `room-${uniqueName(3)}`
  const back = service({ versions: { '1': version }, start: '1', data: { '/data': data }, ready, within: '8s' })
  const topology = new Topology(site({ services: { back }, volumes: { data }, clients: {} }))
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  return { run, data, back, topology, logs, reaper: await openReaper(run, containers.makeDummies) }
}

/** One service that runs, and what is told of the engine meanwhile. */
async function openEcho(...declared: Parameters<typeof newRoom>) {
  const { run, data, back, topology, logs, reaper } = await newRoom(...declared)
  const told: Failure[] = []
  const onLost = (failure: Failure) => void told.push(failure)
  const changes: ServiceChange[] = []
  const onService = (change: ServiceChange) => void changes.push(change)
  const running = await containers.open(topology, { run, journal: reaper.journal, logs, onLost, onService })
  try {
    await running.start(back)
  } catch (thrown) {
    await running[Symbol.asyncDispose]()
    await reaper.reap()
    throw thrown
  }
  const incarnation = () => running.state(back).incarnation?.split('@')[0] ?? ''
  const dispose = async () => {
    expect((await reaper.reap()).left).toEqual([])
    await rm(logs, { recursive: true })
  }
  return { running, data, back, told, changes, incarnation, [Symbol.asyncDispose]: dispose }
}
