import { breaks, devices, drill, during, fails, inject, passes, promote, repoint, run, work } from 'syncdrill'
import { cutLink, destroy } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { pair } from './sites/pair.ts'

/** The primary acknowledged what its standby had not heard of, and died. */
export default drill({
  title: 'Failover',
  story: 'The standby lags, the primary is lost, the standby is promoted.',

  arms: {
    'asynchronous replication': {
      replication: 'async',
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'disaster', by: destroy })),
    },
    'synchronous replication': { replication: 'sync', expect: passes },
  },

  site: ({ replication }) => pair({ replication }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'volatile' }) }),

  steps: ({ standby, primary, sync }) => ({
    before: [work({ edits: 200 }), run(['await-standby'], { inside: primary })],
    disaster: [
      // With synchronous replication nobody is answered any more: a commit waits for the standby.
      during(cutLink(standby.links.primary), [work({ edits: 16 }), inject(destroy(primary))]),
    ],
    recovery: [promote(standby), repoint(sync.links.db, standby)],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
