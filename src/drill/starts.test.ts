/** When services start: with the drill, or by a step that is refused where nothing is left to start. */

import { describe, expect, test } from 'vitest'
import { killService } from '../faults/index.ts'
import { service, site, type Starts } from '../site/index.ts'
import { heal, inject, start, work, type Steps } from '../steps/index.ts'
import { chooseRuntime } from '../runtime/index.ts'
import { compile } from './compile.ts'
import type { Acts } from './drill.ts'
import { drillOf, refusal, smallSite, type Scene } from './fixture.ts'

const RUNS = 'start(sync): service: expected one that may not run here, got sync, which'

describe('a step that starts a service', () => {
  const recovery = (steps: (scene: Scene) => Steps) => refusal(drillOf((scene) => ({ recovery: steps(scene) })))
  const calm = (steps: (scene: Scene) => Partial<Acts>) =>
    refusal(drillOf((scene) => ({ disaster: [work({ edits: 1 })], ...steps(scene) })))

  test('is taken where something before it may have ended the service', () => {
    expect(recovery(({ site: { services } }) => [start(services.sync)])).toBe('it was accepted')
    const crash = ({ site: { services } }: Scene) => {
      const fault = killService(services.sync)
      return { disaster: [inject(fault)], recovery: [start(services.sync), heal(fault)] }
    }
    expect(calm(crash)).toBe('it was accepted')
  })

  test('is refused where the service runs for certain', () => {
    expect(calm(({ site: { services } }) => ({ recovery: [start(services.sync)] }))).toContain(
      `recovery.1 ${RUNS} starts with the drill, and which nothing before this step ends`,
    )
    expect(recovery(({ site: { services } }) => [start(services.sync), start(services.sync)])).toContain(
      `recovery.2 ${RUNS} an earlier step starts, and which nothing before this step ends`,
    )
    expect(recovery(() => [start(smallSite().services.sync)])).toContain('a service is used that the site does not')
  })
})

test('the health check of an image is nothing that the embedded runtime can ask', async () => {
  const base = smallSite()
  const sync = { ...base.services.sync, ready: { health: true } as const }
  const drill = drillOf(() => ({}))
  const stage: typeof drill.stage = (row) => ({
    ...drill.stage(row),
    site: site({ ...base, services: { sync }, clients: { api: { ...base.clients.api, service: sync } }, backups: {} }),
    acts: { before: [work({ edits: 2 })], disaster: [work({ edits: 1 })] },
  })
  const { needs } = compile({ ...drill, stage }, { file: '/x/some.drill.ts', arm: 'one', seed: 1 })
  await expect(chooseRuntime('embedded', needs)).rejects.toThrow(
    "runtime 'embedded' cannot do what this drill needs: health checks of images",
  )
})

describe('a service that starts by a step', () => {
  const spare = (starts: Starts) =>
    service({ versions: { '1': { command: ['x'] } }, start: '1', ready: { http: '/' }, starts })
  const withSpare = (starts: Starts, steps: (made: ReturnType<typeof spare>) => Steps) => {
    const made = spare(starts)
    const small = smallSite()
    const declared = site({ ...small, services: { ...small.services, spare: made } })
    const drill = drillOf(() => ({}))
    const stage: typeof drill.stage = (row) => {
      const staged = drill.stage(row)
      return { ...staged, site: declared, acts: { before: [work({ edits: 2 })], disaster: steps(made) } }
    }
    return refusal({ ...drill, stage })
  }

  test('needs one before devices read from it, where they do', () => {
    const base = smallSite()
    const sync = { ...base.services.sync, starts: 'by a step' as const }
    const given = (isGiven: boolean) => {
      const drill = drillOf(() => ({}))
      const client = { ...base.clients.api, service: sync }
      const stage: typeof drill.stage = (row) => ({
        ...drill.stage(row),
        site: site({ ...base, services: { sync }, clients: { api: client }, backups: {} }),
        acts: {
          ...(isGiven && { given: [start(sync)] }),
          before: [work({ edits: 2 })],
          disaster: [work({ edits: 1 })],
        },
      })
      return refusal({ ...drill, stage })
    }
    expect(given(true)).toBe('it was accepted')
    expect(given(false)).toContain(
      "'sync': starts: expected start(sync) in given, for devices read from it then, got none",
    )
  })

  test('needs one, and is there once', () => {
    expect(withSpare('by a step', (made) => [start(made)])).toBe('it was accepted')
    expect(withSpare('by a step', () => [work({ edits: 1 })])).toContain(
      "site: service 'spare': starts: expected start(spare) in steps, got none",
    )
    expect(withSpare('with the drill', (made) => [start(made)])).toContain('spare, which starts with the drill')
  })
})
