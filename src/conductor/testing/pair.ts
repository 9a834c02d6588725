/** A gateway on a small database with a standby, as a site of the embedded runtime. */

import { fileURLToPath } from 'node:url'
import { client, jsonOf, outcomeOf } from '../../clients/index.ts'
import { service, site, volume } from '../../site/index.ts'

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const ROWS = program('./rows-service.ts')

/** A client of the rows service, or of whatever hands on to it. */
export const talk = client({
  carries: ['notes'],
  connect: async (send, { user }) => ({
    async push({ id, body }) {
      const answer = await send('POST', '/', { body: JSON.stringify({ id, body }), headers: { 'x-user': user } })
      return outcomeOf(answer, { acked: [201], rejected: [] })
    },
    async pull() {
      const rows = jsonOf(await send('GET', '/', { headers: { 'x-user': user } })) as { id: string; body: string }[]
      return { kind: 'full', rows: rows.map((row) => ({ ...row, class: 'notes' as const })) }
    },
  }),
})

const PROMOTION = ['node', '-e', "require('node:fs').writeFileSync(process.argv[1], '')", '/data/promoted']
const REFUSAL = ['node', '-e', "console.log('no quorum'); process.exit(3)"]

/** The rows service alone, on a disk of its own. */
export function rowsAlone(flags: readonly string[]) {
  const disk = volume()
  const command = ['node', ROWS, '/data', ...flags]
  const data = { '/data': disk }
  return {
    volume: disk,
    service: service({ versions: { '1': { command } }, start: '1', data, ready: { http: '/health' } }),
  }
}

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
  return site({ volumes: { data, copy }, services: { primary, standby, sync }, clients: { api: talk(sync) } })
}
