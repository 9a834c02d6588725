/** A specimen that keeps its rows in PostgreSQL, with a backup, on real servers in containers. */

import type { Copied } from '../../backups/engine.contract.ts'
import type { EngineBackup } from '../../backups/index.ts'
import { openScene } from '../../backups/testing/scene.ts'
import { Wire, type View } from '../../clients/index.ts'
import { until } from '../../kernel/index.ts'
import { encode } from '../../records/index.ts'
import type { RunningSite } from '../../runtime/index.ts'
import { service, site, Topology, volume, type Service, type Volume } from '../../site/index.ts'
import { specimen, specimenClient, type Specimen } from '../index.ts'

/** The image that the drills use. */
const context = new URL('../../../scenarios/sites/postgres/', import.meta.url)
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
export async function openBackedUp(
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
      const change = { collection: 'notes', id, as: 'new', body, blob: undefined, basedOn: undefined, key: id } as const
      const outcome = await (await sessionAt(wire)).push(change)
      if (outcome.is !== 'acked') throw new Error(`${id} is ${outcome.is}: ${outcome.why}`)
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
export async function archived(running: RunningSite, db: Service): Promise<void> {
  const segment = await psql(running, db, 'SELECT pg_walfile_name(pg_switch_wal() - 1)')
  const last = () => psql(running, db, 'SELECT last_archived_wal FROM pg_stat_archiver')
  await until(async () => (await last()).slice(0, segment.length) >= segment, { what: segment, atMostMs: 60_000 })
}
