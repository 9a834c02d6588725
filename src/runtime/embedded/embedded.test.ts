import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { uniqueName, type Duration } from '../../kernel/index.ts'
import { service, site, Topology } from '../../site/index.ts'
import { openReaper } from '../reaper/index.ts'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import type { ServiceChange } from '../runtime.ts'
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
  await using begun = await starting(['sh', '-c', 'echo warming up; exec sleep 3598'], '1500ms')
  const because = expect.stringMatching(/^waited 1500 ms for service 'sync' to be ready: .*; its log ends: warming up$/)
  await expect(begun.start).rejects.toMatchObject({ class: 'environment', message: because })
  const tail = ['warming up']
  expect(begun.changes).toEqual([{ service: 'sync', version: '1', state: 'failed', because, tail }])
  expect(begun.state()).toMatchObject({ status: 'ended', exit: 'ended by SIGKILL', failed: { tail } })
})

async function starting(command: readonly string[], within?: Duration) {
  const run = `starting-${uniqueName(3)}`
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  const sync = service({ versions: { '1': { command } }, start: '1', ready: { http: '/' }, ...(within && { within }) })
  const topology = new Topology(site({ services: { sync }, clients: {} }))
  const reaper = await openReaper(run)
  const changes: ServiceChange[] = []
  const onService = (change: ServiceChange) => changes.push(change)
  const running = await embedded.open(topology, { run, logs, journal: reaper.journal, onService })
  const start = running.start(sync)
  start.catch(() => undefined)
  const dispose = async () => {
    await running[Symbol.asyncDispose]()
    expect((await reaper.reap()).left).toEqual([])
    await rm(logs, { recursive: true })
  }
  return { start, changes, state: () => running.state(sync), [Symbol.asyncDispose]: dispose }
}
