import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { uniqueName, until } from '../../kernel/index.ts'
import { service, site, Topology, volume } from '../../site/index.ts'
import { openReaper } from '../reaper/index.ts'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { isWithoutEngine } from '../testing/engine.ts'
import { echo } from '../testing/program.ts'
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
  test('an opening that fails holds nothing open in this process', async () => {
    const run = `opening-${uniqueName(3)}`
    const { docker } = await openEngine()
    const occupied = await docker.createNetwork({ Name: `syncdrill-${run}` })
    const logs = await mkdtemp(join(tmpdir(), 'syncdrill-opening-'))
    const reaper = await openReaper(run, containers.makeDummies)
    try {
      const pipes = () => process.getActiveResourcesInfo().filter((each) => each === 'PipeWrap').length
      const before = pipes()
      const back = service({ versions: { '1': echo() }, start: '1', data: { '/data': volume() }, ready: { http: '/' } })
      const topology = new Topology(site({ services: { back }, volumes: {}, clients: {} }))
      await expect(containers.open(topology, { run, journal: reaper.journal, logs })).rejects.toThrow(/already exists/)
      await until(() => pipes() <= before, { what: 'the connection of its events to close', atMostMs: 5_000 })
    } finally {
      await reaper.reap()
      await occupied.remove()
      await rm(logs, { recursive: true })
    }
  })
})
