/** A gateway on a small database with a standby, as a site of the embedded runtime. */

import { fileURLToPath } from 'node:url'
import { service, site, volume } from '../../site/index.ts'
import { rowsClient } from './rows-client.ts'
import { ROWS } from './rows-site.ts'

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const PROMOTION = ['node', '-e', "require('node:fs').writeFileSync(process.argv[1], '')", '/data/promoted']
const REFUSAL = ['node', '-e', "console.log('no quorum'); process.exit(3)"]

interface PairOptions {
  readonly replication: 'async' | 'sync'
  readonly promotes?: boolean
}

export function pair({ replication, promotes = true }: PairOptions) {
  const data = volume()
  const copy = volume()
  const ready = { http: '/health' }
  const flags = replication === 'sync' ? ['--sync'] : []
  const primary = service({
    versions: { '1': { command: ['node', ROWS, '/data', ...flags] } },
    start: '1',
    data: { '/data': data },
    ready,
  })
  const standby = service({
    versions: { '1': { command: ['node', ROWS, '/data'] } },
    start: '1',
    data: { '/data': copy },
    calls: { primary },
    env: (addressOf) => ({ PRIMARY: addressOf.primary }),
    ready,
    promotion: promotes ? PROMOTION : REFUSAL,
  })
  const sync = service({
    versions: { '1': { command: ['node', program('./gateway.ts')] } },
    start: '1',
    calls: { db: primary },
    env: (addressOf) => ({ ROWS: addressOf.db }),
    ready,
  })
  return site({ volumes: { data, copy }, services: { primary, standby, sync }, clients: { api: rowsClient()(sync) } })
}
