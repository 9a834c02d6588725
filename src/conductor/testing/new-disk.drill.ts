/** The disk of the database is lost and replaced: the gateway that devices talk to closes with it. */

import { breaks, drill, edgeRestore, fails, inject, passes, replace, work } from '../../drill/index.ts'
import { destroy } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { pair } from './pair.ts'

export default drill({
  title: 'A new disk',
  story: 'The disk under the database is lost, and a new one put in its place.',

  arms: {
    'nobody offers': { offered: false, expect: fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: destroy })) },
    'phones offer what they hold': { offered: true, expect: passes },
  },

  site: () => pair({ replication: 'async' }),
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),

  steps: ({ site: { volumes }, fleet: { phones }, arm }) => ({
    before: [work({ edits: 20 })],
    disaster: [inject(destroy(volumes.data))],
    recovery: [replace(volumes.data), arm.offered && edgeRestore(phones)],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
