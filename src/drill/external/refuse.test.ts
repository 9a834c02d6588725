import { afterEach, expect, test, vi } from 'vitest'
import type { EngineBackup } from '../../backups/index.ts'
import { cutLink, killService, pauseService, stopService, zeroPages } from '../../faults/index.ts'
import { devices, type DeviceOptions } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost, recoveryPoint, type Claim } from '../../judge/promises/index.ts'
import { Failure } from '../../kernel/index.ts'
import { service, site, volume, type Service, type Volume } from '../../site/index.ts'
import { inject, put, replace, run, takeBackup, upgrade, work, type Steps } from '../../steps/index.ts'
import { compile } from '../compile.ts'
import { drill } from '../drill.ts'
import { passes } from '../expectation.ts'
import { backup, talk } from '../fixture.ts'
import { refuseExternal } from './refuse.ts'
import { requestsOf, writingMs } from './requests.ts'
import { askedOfExternal } from '../../runtime/index.ts'

afterEach(() => vi.unstubAllEnvs())

interface Making {
  readonly steps?: (scene: {
    readonly sync: Service<'1' | '2'>
    readonly disk: Volume
    readonly nightly?: EngineBackup
  }) => Steps
  readonly accounts?: DeviceOptions['accounts']
  readonly isBackedUp?: boolean
  readonly url?: string
  readonly promises?: readonly [Claim, ...Claim[]]
}

/** A drill on a service of its own, which the command line says is somebody else's. */
function made({ steps = () => [], accounts = ['ada', 'ben'], isBackedUp = false, ...at }: Making = {}) {
  const { url = 'https://sync.example.org', promises = [nothingAcknowledgedIsLost()] } = at
  vi.stubEnv('SYNCDRILL_EXTERNAL_ADDRESS', `sync=${url}`)
  const file = drill({
    title: 'A drill',
    story: 'Something happens.',
    arms: { one: { expect: passes } },
    site: () => {
      const [disk, shelf] = [volume(), volume()]
      const versions = { '1': { command: ['serve', '/data'] }, '2': { command: ['serve-2', '/data'] } }
      const sync = service({ versions, start: '1', data: { '/data': disk }, ready: { tcp: true } })
      const backups = isBackedUp ? { nightly: backup(sync, shelf) } : {}
      return site({ services: { sync }, volumes: { disk, shelf }, clients: { api: talk(sync) }, backups })
    },
    fleet: () => ({ phones: devices({ accounts, perAccount: 2, memory: 'durable' }) }),
    steps: ({ sync, disk, site: { backups } }) => ({
      before: [work({ edits: 20 })],
      disaster: [inject(cutLink(sync.link)), work({ edits: 10 }), ...steps({ sync, disk, ...backups })],
    }),
    promises,
  })
  return compile(file, { file: '/x/some.drill.ts', arm: 'one', seed: 1 })
}

/** As it is told; what passes says so. */
function refusal(making: Making, how: { readonly isDry?: boolean } = { isDry: true }): string {
  try {
    refuseExternal(made(making), 'external', how)
    return 'nothing is refused'
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.class === 'usage') return thrown.message
    throw thrown
  }
}

test.each<[string, NonNullable<Making['steps']>]>([
  ['kill a service (disaster.3 inject(killService(sync)))', ({ sync }) => [inject(killService(sync))]],
  ['stop a service (disaster.3 inject(stopService(sync)))', ({ sync }) => [inject(stopService(sync))]],
  ['pause a service (disaster.3 inject(pauseService(sync)))', ({ sync }) => [inject(pauseService(sync))]],
  ['reach a volume (disaster.3 inject(zeroPages(disk)))', ({ disk }) => [inject(zeroPages(disk))]],
  ['stop a service (disaster.3 upgrade(sync, 2))', ({ sync }) => [upgrade(sync, '2')]],
  ['reach a volume (disaster.3 replace(disk))', ({ disk }) => [replace(disk)]],
  ['reach a volume (disaster.3 put(', ({ disk }) => [put('./x', { on: disk })]],
  ['run a command inside a service (disaster.3 run(', ({ sync }) => [run(['ls'], { inside: sync })]],
])('cannot %s', (what, steps) => {
  const words = refusal({ steps })
  expect(words).toContain(`some: arm 'one': the external runtime cannot ${what}`)
  expect(words).toMatch(/because nothing of it is ours$/)
})

test('neither takes nor restores copies, nor lets a job take them', () => {
  expect(refusal({ isBackedUp: true })).toContain("cannot take, read or restore copies (site: backup 'nightly')")
  const steps: Making['steps'] = ({ nightly }) => (nightly ? [takeBackup(nightly)] : [])
  expect(refusal({ steps, isBackedUp: true })).toContain('copies (disaster.3 takeBackup(nightly))')
})

test('links and devices are what is left to it', () => {
  expect(refusal({})).toBe('nothing is refused')
  expect(refusal({}, {})).toContain('expected --allow-external sync.example.org:443, got nothing')
  vi.stubEnv('SYNCDRILL_ALLOW_EXTERNAL', 'sync.example.org:443')
  expect(refusal({}, {})).toBe('nothing is refused')
})

test('accounts that a drill makes up are nobody there', () => {
  expect(refusal({ accounts: 3 })).toContain('expected accounts of your own by name')
})

test('an arm that is over before all is written at the limit is refused', () => {
  vi.stubEnv('SYNCDRILL_WRITES_PER_SECOND', '0.001')
  expect(refusal({})).toMatch(/limits: arm: expected more than \d+h.* at 0.001 writes a second, got 6h/)
})

test('how much a restore of theirs may lose can be promised, though their copies are not seen', () => {
  const promises = [recoveryPoint({ within: '1h' })] as const
  expect(made({ promises }).promises[0]?.promise).toBe('recoveryPoint')
})

test('its requests are counted by kind; where it is makes no other plan', () => {
  const compiled = made()
  const planned = requestsOf(compiled, askedOfExternal())
  const intents = Object.values(compiled.acts)
    .flat()
    .flatMap((step) => step.intents)
  const { create, change, delete: deleted } = planned.writes
  expect([create + change + deleted, planned.fresh]).toEqual([intents.length + 4, 4])
  expect(planned.deletesInAll).toBe(create)
  expect(planned.to).toEqual([{ service: 'sync', url: 'https://sync.example.org:443' }])
  expect(planned.faults).toEqual(['cutLink at disaster.1'])
  expect(writingMs(planned)).toBe((create + change + create) * 200)
  expect(compiled.plan.external).toEqual([{ name: 'sync', url: 'https://sync.example.org:443' }])
  const { planHash } = compiled
  const file = made({ url: 'https://other.example.org' })
  expect([file.plan.external?.[0]?.url, file.planHash]).toEqual(['https://other.example.org:443', planHash])
})
