import { breaks, devices, drill, fails, passes, rollBack, upgrade, work } from 'syncdrill'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** Up, down, and up again: the second migration finds the tables of the first, with the rows of that day. */
export default drill({
  title: 'Up, down, up',
  story: 'An upgrade is rolled back, people work on, and it is tried again. The first attempt has left its tables.',

  arms: {
    'tables that are there are taken for done': {
      defects: ['takes the tables of an earlier upgrade for its own'],
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'disaster', by: upgrade })),
    },
    'the migration runs once more': { defects: [], expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 120 })],
    disaster: [upgrade(sync, 'v2'), rollBack(sync), work({ edits: 80, over: '1d' }), upgrade(sync, 'v2')],
    recovery: [work({ edits: 20 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
