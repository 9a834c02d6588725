/** The sync service on PostgreSQL with a streaming standby; every edge is a link that can be cut. */

import { service, site, volume } from 'syncdrill'
import { specimen, specimenClient } from 'syncdrill/specimen'
import { POSTGRES } from './postgres.ts'

const DATA = '/var/lib/postgresql/data'

export function pair({ replication }: { readonly replication: 'async' | 'sync' }) {
  const data = volume()
  const copy = volume()
  const primary = service({
    versions: POSTGRES,
    start: '15',
    data: { [DATA]: data },
    env: () => ({ SYNCHRONOUS_STANDBY_NAMES: replication === 'sync' ? 'standby' : '' }),
    ready: { logs: /ready to accept connections/ },
  })
  const standby = service({
    versions: POSTGRES,
    start: '15',
    data: { [DATA]: copy },
    calls: { primary },
    env: (addressOf) => ({ PRIMARY_CONNINFO: addressOf.primary, STANDBY_NAME: 'standby' }),
    ready: { logs: /started streaming WAL/ },
    promotion: ['psql', '-c', 'SELECT pg_promote()'],
  })
  const sync = specimen({ database: primary })
  return site({ volumes: { data, copy }, services: { primary, standby, sync }, clients: { api: specimenClient(sync) } })
}
