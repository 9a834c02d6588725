/**
 * Does your service keep what it acknowledged, when it is killed in the middle of the work? Run it as it is first:
 * `npx syncdrill run crash`. Then put your own service in the place of the stand-in: see `site` below.
 */

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
import { ours } from './clients/ours.ts'

const STAND_IN = fileURLToPath(new URL('stand-in/service.ts', import.meta.url))

export default drill({
  title: 'A crash in the middle of the work',
  story: 'The service is killed while phones write, and started again.',

  arms: {
    'rows on a disk': { keeps: '/data', expect: passes },
    // Shows that the drill finds what it is for. With your own service, one arm is enough.
    'rows in memory': {
      keeps: 'memory',
      expect: fails(breaks(nothingAcknowledgedIsLost, ['lost', 'stale'], { by: killService })),
    },
  },

  site: ({ keeps }) => {
    const sync = service({
      // Yours: a command that is started for each run, or `image: 'acme/sync:4.2'`. A command gets PORT=0 and must say
      // where it listens (`listening on http://127.0.0.1:41234`), or declare otherwise: `listens: 'PORT'`. A container
      // listens on the port that its image exposes.
      versions: { '1': { command: ['node', STAND_IN, keeps] } },
      start: '1',
      // Where it keeps its data: this path, in the command too, becomes a volume of the run.
      data: { '/data': volume() },
      // Answers with a status from 200 to 299 as soon as devices may come.
      ready: { http: '/health' },
    })
    return site({ services: { sync }, clients: { api: ours(sync) } })
  },

  fleet: () => ({ phones: devices({ accounts: 2, memory: 'volatile' }) }),

  steps: ({ sync }): Acts => {
    const crash = killService(sync)
    return {
      before: [work({ edits: 24 })],
      // In the middle of the work: what was answered and not yet written is what a crash takes.
      disaster: [during(work({ edits: 12 }), [inject(crash)]), heal(crash)],
      recovery: [work({ edits: 8 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
