/** One small sync service on one volume, as a site of the embedded runtime. */

import { fileURLToPath } from 'node:url'
import { service, site, volume, type Restart } from '../../site/index.ts'
import type { Wrong } from './misbehaviour.ts'
import { rowsClient, type Mistake } from './rows-client.ts'

export const ROWS = fileURLToPath(new URL('./rows-service.ts', import.meta.url))

interface RowsOptions {
  /** Of the service. */
  readonly wrong?: Wrong
  /** Of the adapter. */
  readonly mistake?: Mistake
  readonly restart?: Restart
}

export function rows({ wrong = 'nothing', mistake = 'none', restart }: RowsOptions = {}) {
  const disk = volume()
  const command = ['node', ROWS, '/data', wrong]
  const sync = service({
    // The second says that it is the first: an upgrade to it is none.
    versions: { '1': { command }, '2': { command: [...command, '--two'] } },
    start: '1',
    data: { '/data': disk },
    ready: { http: '/health' },
    build: { http: '/build' },
    milestones: { migrated: /^migrated/ },
    ...(restart && { restart }),
  })
  return site({ volumes: { disk }, services: { sync }, clients: { api: rowsClient(mistake)(sync) } })
}
