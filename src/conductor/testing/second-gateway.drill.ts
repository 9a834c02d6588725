/** The gateway is lost, and devices are led to another one on the same database. */

import { breaks, drill, fails, passes } from '../../drill/index.ts'
import { destroy } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { service, site } from '../../site/index.ts'
import { inject, repoint, work } from '../../steps/index.ts'
import { pair } from './pair.ts'

function twoGateways() {
  const { services, clients } = pair({ replication: 'async' })
  const { primary, sync } = services
  const { versions, start, ready } = sync
  const spare = service({ versions, start, ready, calls: { db: primary }, env: (addressOf) => sync.env(addressOf) })
  return site({ services: { ...services, spare }, clients })
}

export default drill({
  title: 'Another gateway',
  story: 'The only gateway is lost. Its database lives on, and another gateway serves it.',

  arms: {
    'nobody is led anywhere': { led: false, expect: fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: destroy })) },
    'devices are led to the spare': { led: true, expect: passes },
  },

  site: twoGateways,
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),

  steps: ({ sync, api, spare, arm }) => ({
    before: [work({ edits: 20 })],
    disaster: [inject(destroy(sync))],
    recovery: [arm.led && repoint(api.link, spare), work({ edits: 8 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
