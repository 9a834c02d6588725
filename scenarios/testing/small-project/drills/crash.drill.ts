import { fileURLToPath } from 'node:url'
import {
  breaks,
  devices,
  drill,
  during,
  fails,
  heal,
  inject,
  passes,
  service,
  site,
  volume,
  work,
  type Acts,
} from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { small } from './client.ts'

const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url))

export default drill({
  title: 'A small service survives a crash',
  story: 'It is killed while phones write, and started again.',
  arms: {
    'rows on a disk': { keeps: '/data', expect: passes },
    'rows in memory': {
      keeps: 'memory',
      expect: fails(breaks(nothingAcknowledgedIsLost, ['lost', 'stale'], { by: killService })),
    },
  },
  site: ({ keeps }) => {
    const sync = service({
      versions: { '1': { command: ['node', SERVICE, keeps] } },
      start: '1',
      data: { '/data': volume() },
      ready: { http: '/health' },
    })
    return site({ services: { sync }, clients: { api: small(sync) } })
  },
  fleet: () => ({ phones: devices({ accounts: 2, memory: 'volatile' }) }),
  steps: ({ site: { services } }): Acts => {
    const crash = killService(services.sync)
    return {
      before: [work({ edits: 24 })],
      disaster: [during(work({ edits: 12 }), [inject(crash)]), heal(crash)],
      recovery: [work({ edits: 8 })],
    }
  },
  promises: [nothingAcknowledgedIsLost()],
})
