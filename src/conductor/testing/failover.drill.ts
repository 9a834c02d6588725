/** The primary acknowledged what its standby had not heard of, and died. */

import { breaks, drill, fails, passes } from '../../drill/index.ts'
import { cutLink, destroy } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { during, inject, promote, repoint, work } from '../../steps/index.ts'
import { pair } from './pair.ts'

export default drill({
  title: 'Failover',
  story: 'The standby lags, the primary is lost, the standby is promoted.',

  arms: {
    'asynchronous replication': {
      replication: 'async',
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: destroy })),
    },
    'synchronous replication': { replication: 'sync', expect: passes },
  },

  site: ({ replication }) => pair({ replication }),
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),

  steps: ({ standby, primary, sync }) => ({
    before: [work({ edits: 20 })],
    disaster: [during(cutLink(standby.links.primary), [work({ edits: 12 }), inject(destroy(primary))])],
    recovery: [promote(standby), repoint(sync.links.db, standby)],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
