import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../kernel/index.ts'
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
  const run = `no-program-${uniqueName(3)}`
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  const sync = service({ versions: { '1': { command: ['pyton3', 'sync.py'] } }, start: '1', ready: { http: '/' } })
  const topology = new Topology(site({ services: { sync }, clients: {} }))
  const reaper = await openReaper(run)
  const changes: ServiceChange[] = []
  const onService = (change: ServiceChange) => changes.push(change)
  const running = await embedded.open(topology, { run, logs, journal: reaper.journal, onService })
  const because = "its program 'pyton3' is not there"
  await expect(running.start(sync)).rejects.toMatchObject({
    class: 'environment',
    message: expect.stringContaining(`service 'sync' ended before it was ready (${because})`),
  })
  expect(changes).toEqual([{ service: 'sync', version: '1', state: 'failed', because }])
  await running[Symbol.asyncDispose]()
  expect((await reaper.reap()).left).toEqual([])
  await rm(logs, { recursive: true })
})
