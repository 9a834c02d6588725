/** Backups of a specimen that keeps its rows in PostgreSQL, before a real server in a container. */

import { describe, expect, test } from 'vitest'
import { engineContract, type Copied } from '../backups/engine.contract.ts'
import { pgArchive, pgDump, type EngineBackup } from '../backups/index.ts'
import { openScene } from '../backups/testing/scene.ts'
import { Wire, type View } from '../clients/index.ts'
import { until } from '../kernel/index.ts'
import { encode } from '../records/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { service, site, Topology, volume, type Service, type Volume } from '../site/index.ts'
import { specimen, specimenBackup, specimenClient, type Specimen } from './index.ts'

/** The image that the drills use. */
const context = new URL('../../scenarios/sites/postgres/', import.meta.url)
const POSTGRES = { image: 'syncdrill/postgres:15', build: { context, args: { RELEASE: 'bookworm' } } }
const ANN = { user: 'ann', password: { is: 'secret', reveal: () => 'open sesame' } } as const

interface Parts {
  readonly sync: Specimen
  readonly db: Service
  readonly vault: Volume
}

interface OnPostgres extends Copied {
  psql(query: string): Promise<string>
  /** What a device of the account sees. */
  pull(cursor?: string): Promise<View>
}

/** `settle`: what was just written is out of reach of whatever happens to the server's disk. */
async function openSite(
  backup: (parts: Parts) => EngineBackup,
  settle: (site: RunningSite, db: Service) => Promise<unknown> = () => Promise.resolve(),
): Promise<OnPostgres> {
  const volumes = { san: volume(), vault: volume() }
  const db = service({
    versions: { '15': POSTGRES },
    start: '15',
    data: { '/var/lib/postgresql/data': volumes.san },
    ready: { logs: /ready to accept connections/ },
  })
  const sync = specimen({ database: db })
  const nightly = backup({ sync, db, vault: volumes.vault })
  const topology = new Topology(
    site({ services: { db, sync }, volumes, backups: { nightly }, clients: { api: specimenClient(sync) } }),
  )
  const scene = await openScene({ runtime: 'containers', topology, services: [db, sync] })
  const sessionAt = (wire: Wire) => wire.session(specimenClient(sync).definition.connect, ANN)
  let made = 0
  return {
    engine: nightly.engine,
    scene,
    shelf: scene.site.volume(volumes.vault),
    psql: (query) => psql(scene.site, db, query),
    async add() {
      await using wire = new Wire(() => scene.site.direct(sync))
      const id = `rec-${(made += 1)}`
      const body = encode({ record: id, version: `phone.${made}`, fields: { title: id } })
      const change = { class: 'notes', id, as: 'new', body, blob: undefined, basedOn: undefined, key: id } as const
      expect(await (await sessionAt(wire)).push(change)).toMatchObject({ is: 'acked' })
      await settle(scene.site, db)
    },
    async pull(cursor) {
      await using wire = new Wire(() => scene.site.direct(sync))
      return await (await sessionAt(wire)).pull(cursor)
    },
    async count(at = scene.site.direct(sync)) {
      await using wire = new Wire(() => at)
      return (await (await sessionAt(wire)).pull()).rows.length
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

async function psql(running: RunningSite, db: Service, query: string): Promise<string> {
  const { code, output } = await running.execute(['psql', '-At', '-c', query], { inside: db, atMostMs: 60_000 })
  if (code !== 0) throw new Error(output)
  return output.trim()
}

/** The segment that holds the last write is in the archive. */
async function archived(running: RunningSite, db: Service): Promise<void> {
  const segment = await psql(running, db, 'SELECT pg_walfile_name(pg_switch_wal() - 1)')
  const last = () => psql(running, db, 'SELECT last_archived_wal FROM pg_stat_archiver')
  await until(async () => (await last()).slice(0, segment.length) >= segment, { what: segment, atMostMs: 60_000 })
}

describe.skipIf(isWithoutEngine)('on PostgreSQL', () => {
  engineContract('pgDump', {
    reaches: 'its moment',
    open: (job) => openSite(({ db, vault }) => pgDump({ of: db, to: vault, ...job })),
  })

  engineContract('specimenBackup', {
    reaches: 'its moment',
    open: (job) => openSite(({ sync, vault }) => specimenBackup({ of: sync, to: vault, ...job })),
  })

  engineContract('pgArchive', {
    reaches: 'the end of the log',
    open: (job) => openSite(({ db, vault }) => pgArchive({ of: db, to: vault, ...job }), archived),
  })

  test('the log goes with the copies that needed it, and no segment that a kept one needs', async () => {
    await using open = await openSite(({ db, vault }) => pgArchive({ of: db, to: vault, keep: 1 }), archived)
    const { engine, scene, shelf } = open
    const segments = async () =>
      (await shelf.list()).flatMap(({ path }) => /^wal\/([0-9A-F]{24})$/.exec(path)?.[1] ?? [])
    await open.add()
    await engine.take(scene)
    const [first] = (await segments()).toSorted()
    expect(first).toMatch(/^0{7}1/)
    await open.add()
    const { copy } = await engine.take(scene)
    expect(await segments()).not.toContain(first)
    await open.add()
    const room = await engine.cleanRoom(scene, copy)
    if (room.is !== 'serving') throw new Error(room.because)
    await using serving = room
    expect(await open.count(serving.address)).toBe(3)
  })

  test('a restore begins a new timeline, which is another epoch to devices', async () => {
    await using open = await openSite(({ db, vault }) => pgArchive({ of: db, to: vault }), archived)
    const { engine, scene } = open
    const timeline = () => open.psql('SELECT timeline_id FROM pg_control_checkpoint()')
    await open.add()
    const { copy } = await engine.take(scene)
    const { cursor = '' } = await open.pull()
    expect([await timeline(), (await open.pull(cursor)).kind]).toEqual(['1', 'delta'])
    await engine.restore(scene, copy, {})
    expect([await timeline(), (await open.pull(cursor)).kind]).toEqual(['2', 'full'])
  })
})
