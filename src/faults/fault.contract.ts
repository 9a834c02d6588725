/** What every injury keeps: it touches what it says, healing twice is healing once, and touching nothing shows. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'undici'
import { describe, expect, test } from 'vitest'
import { acknowledgedBy, client, jsonOf, outcomeOf, Wire } from '../clients/index.ts'
import { guarded } from '../clients/guarded.ts'
import { Book, devices, Roster, RunningFleet, World } from '../fleet/index.ts'
import { DrillClock, monotonicMs, Random, uniqueName } from '../kernel/index.ts'
import { Ledger } from '../ledger/index.ts'
import { PRESET } from '../records/index.ts'
import { chooseRuntime, openReaper, type Runtime } from '../runtime/index.ts'
import { runOf } from '../runtime/testing/program.ts'
import { domain, service, site, Topology, volume } from '../site/index.ts'
import type { Injury, Scene } from './fault.ts'

/**
 * A site of one small service whose disk stands in another building, a caller that is not started, and four people
 * with a phone each.
 */
export function smallSite({ over = 'HTTP' }: { readonly over?: keyof typeof TALKS } = {}) {
  const building = domain('site')
  const disk = volume({ in: [building] })
  const shelf = volume()
  const rows = service({
    versions: { '1': runOf(new URL('testing/fixture-service.ts', import.meta.url), '/rows') },
    start: '1',
    data: { '/rows': disk },
    ready: { http: '/' },
  })
  const caller = service({
    versions: rows.versions,
    start: '1',
    data: { '/rows': shelf },
    calls: { rows },
    ready: rows.ready,
  })
  const phones = devices({ accounts: 4, perAccount: 1, memory: 'volatile' })
  const parts = site({
    services: { rows, caller },
    volumes: { disk, shelf },
    domains: { building },
    clients: { api: TALKS[over](rows) },
  })
  return { site: parts, building, disk, shelf, rows, caller, phones }
}

export type SmallSite = ReturnType<typeof smallSite>

const talk = client({
  carries: ['notes'],
  connect: async ({ send }, { user }) => ({
    async push({ id, body }) {
      const answer = await send('POST', '/', { body: JSON.stringify({ id, body }), headers: { 'x-user': user } })
      return outcomeOf(answer, { acked: [201], rejected: [] })
    },
    async pull() {
      const rows = jsonOf(await send('GET', '/', { headers: { 'x-user': user } })) as { id: string; body: string }[]
      return { kind: 'full', rows: rows.map((row) => ({ ...row, collection: 'notes' as const })) }
    },
  }),
})

/** As a client library talks that is given an address, and keeps its connection. */
const talkOverAddress = client({
  carries: ['notes'],
  connect: async ({ address }, { user }) => {
    const library = new Client(`http://${String(address)}`)
    const ask = async (method: 'GET' | 'POST', body?: string) => {
      const headers = { 'x-user': user }
      const answer = await library.request({ method, path: '/', headers, ...(body !== undefined && { body }) })
      return answer.body.json()
    }
    return {
      push: ({ id, body }) => acknowledgedBy(ask('POST', JSON.stringify({ id, body }))),
      async pull() {
        const rows = (await ask('GET')) as { id: string; body: string }[]
        return { kind: 'full', rows: rows.map((row) => ({ ...row, collection: 'notes' as const })) }
      },
      close: () => library.close(),
    }
  },
})

const TALKS = { HTTP: talk, 'an address': talkOverAddress } as const

export interface Case {
  readonly name: string
  readonly make: (small: SmallSite) => Injury
  /** What must go on for it to be met; nothing when it is enough that it happens. */
  readonly meet?: (scene: Scene, small: SmallSite) => Promise<unknown>
  /** What leaves it nothing to touch; without it, that nobody meets it is enough. */
  readonly prevent?: (scene: Scene, small: SmallSite) => Promise<unknown>
  readonly makeEmpty?: (small: SmallSite) => Injury
}

/** Everything real: a runtime with its reaper, a process with its database, a fleet with its ledger. */
export async function openScene(
  small: SmallSite,
  on: Runtime['name'] = 'embedded',
): Promise<{ readonly scene: Scene } & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const run = `faults-${uniqueName()}`
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  const { runtime } = await chooseRuntime(on, [])
  const reaper = await openReaper(run, runtime.makeDummies)
  opened.defer(async () => expect((await reaper.reap()).left).toEqual([]))
  const topology = new Topology(small.site)
  const running = opened.use(await runtime.open(topology, { run, journal: reaper.journal, logs: folder }))
  const clock = new DrillClock()
  const ledger = Ledger.open(join(folder, 'ledger.jsonl'), { now: monotonicMs, drillMs: () => clock.ms })
  opened.defer(() => ledger.end('complete'))
  const { api } = small.site.clients
  const wire = new Wire(() => running.address(api.link), { answerMs: 6_000 })
  opened.use(wire)
  const past = new Wire(() => running.direct(small.rows))
  opened.use(past)
  const roster = new Roster({ phones: small.phones }, 1)
  const adapter = {
    ...api,
    definition: {
      ...api.definition,
      connect: guarded('api', { connect: api.definition.connect, collections: api.collections }),
    },
  }
  const channels = [{ name: 'api', adapter, wire, direct: past, serves: () => 'rows' }]
  const credentials = (account: string) => roster.credentials(account)
  const random = new Random('faults')
  const world = new World({ ledger, clock, random, book: new Book(), collections: PRESET, channels, credentials })
  const fleet = new RunningFleet(roster, world, new Map([[api.link, wire]]), () => undefined)
  await running.start(small.rows)
  await editAll({ fleet }, small)
  const all = opened.move()
  const jobs = { spoil: () => () => undefined }
  return { scene: { site: running, topology, fleet, jobs }, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

let edits = 0

/** Everybody writes a note and syncs; whether that succeeds is not asked. */
export async function editAll({ fleet }: Pick<Scene, 'fleet'>, { phones }: SmallSite): Promise<readonly boolean[]> {
  return Promise.all(
    fleet.select(phones).map(async (device) => {
      edits += 1
      const intent = { device: device.name, account: device.account, collection: 'notes', change: 'create' } as const
      await device.edit({ ...intent, op: `op-${edits}`, record: `rec-${edits}` }, { values: 'realistic' })
      return device.sync()
    }),
  )
}

/** Of these, the ones that a runtime can inject. */
export async function possible(cases: readonly Case[], on: Runtime['name']): Promise<readonly Case[]> {
  const { capabilities } = (await chooseRuntime(on, [])).runtime
  return cases.filter(({ make }) => make(smallSite()).needs.every((need) => capabilities.has(need)))
}

export function keepsTheContract(
  { name, make, meet, prevent, makeEmpty = make }: Case,
  on: Runtime['name'] = 'embedded',
  over: keyof typeof TALKS = 'HTTP',
): void {
  describe(`injury ${name}, devices over ${over}`, () => {
    test('touches what it says', async () => {
      const small = smallSite({ over })
      await using open = await openScene(small, on)
      const injury = make(small)
      expect(injury.name).toBe(name)
      const inflicted = await injury.inject(open.scene, new Random('seed'))
      await meet?.(open.scene, small)
      const { what, count } = await inflicted.witness()
      expect(what).toMatch(/\w+ \w+|gone: \w+/)
      expect(count).toBeGreaterThan(0)
    })

    test('shows when it touched nothing', async () => {
      const small = smallSite({ over })
      await using open = await openScene(small, on)
      await prevent?.(open.scene, small)
      const inflicted = await makeEmpty(small).inject(open.scene, new Random('seed'))
      expect(await inflicted.witness()).toMatchObject({ count: 0 })
    })
  })
}

/** For faults only: damage is not healed. */
export function healsByContract(
  { name, make, meet }: Case,
  on: Runtime['name'] = 'embedded',
  over: keyof typeof TALKS = 'HTTP',
): void {
  test(`${name} heals, and healing twice is healing once, devices over ${over}`, async () => {
    const small = smallSite({ over })
    await using open = await openScene(small, on)
    const { scene } = open
    const fault = make(small)
    if (fault.is === 'damage') throw new TypeError(`${name} is damage`)
    const active = await fault.inject(scene, new Random('seed'))
    // Whoever was cut off in the middle connects anew.
    if (over !== 'HTTP') await meet?.(scene, small)
    await active.heal()
    await active.heal()
    await expect.poll(() => active.isHealed()).toBe(true)
    expect(await editAll(scene, small)).not.toContain(false)
    expect(await scene.site.link(small.rows.link).isClean()).toBe(true)
    expect(scene.site.state(small.rows).status).toBe('running')
  })
}
