/** A service with a supervisor: killed, or ending by itself, it comes back without any step of the drill. */

import { breaks, drill, fails, passes } from '../../../drill/index.ts'
import { killService } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost, servicesStayUp } from '../../../judge/promises/index.ts'
import { service, site } from '../../../site/index.ts'
import { inject, start, upgrade, work } from '../../../steps/index.ts'
import { ROWS, rows } from '../rows-site.ts'

const ends = fails(breaks(servicesStayUp, 'ended by itself'))
const loops = fails(breaks(servicesStayUp, 'crash loop', { by: killService }))

export default drill({
  title: 'Supervised',
  story: 'A service is killed, or ends by itself, and its supervisor starts it again.',
  limits: { quiesce: '20s' },

  arms: {
    killed: { wrong: 'nothing', later: 'nothing', expect: passes },
    'ends on writes': { wrong: '--ends-on-writes', later: 'nothing', expect: ends },
    'comes up once only': { wrong: '--starts-once', later: 'nothing', expect: loops },
    'killed, and is upgraded': { wrong: 'nothing', later: 'upgrade', expect: passes },
    'killed, and is started by hand as well': { wrong: 'nothing', later: 'start', expect: passes },
    'killed, and a spare is started': { wrong: 'nothing', later: 'spare', expect: passes },
  },

  site: ({ wrong, later }) => {
    const one = rows({ wrong, restart: 'on failure' })
    const spare = service({
      versions: { '1': { command: ['node', ROWS, '.', '--spare'] } },
      start: '1',
      starts: 'by a step',
      ready: { http: '/health' },
    })
    const { sync } = one.services
    return site({ ...one, services: later === 'spare' ? { sync, spare } : { sync } })
  },
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ sync, spare, arm }) => ({
    before: [work({ edits: 20 })],
    disaster: [
      arm.wrong !== '--ends-on-writes' && inject(killService(sync)),
      work({ edits: 40 }),
      arm.later === 'upgrade' && upgrade(sync, '2'),
      arm.later === 'start' && start(sync),
      spare !== undefined && start(spare),
    ],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
