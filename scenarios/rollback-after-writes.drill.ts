import { breaks, devices, drill, edgeRestore, fails, passes, rollBack, upgrade, work } from 'syncdrill'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** The upgrade went well, people worked for a day, and somebody goes back: the old version reads the old tables. */
export default drill({
  title: 'Rollback after writes',
  story: 'A day after a good upgrade the service is rolled back. What was written in the new format stays behind.',

  arms: {
    'the old version reads the old tables': {
      defects: [],
      offer: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'disaster', by: rollBack })),
    },
    'the old version starts empty': {
      defects: ['starts empty on the data of a newer version'],
      offer: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: rollBack })),
    },
    'phones offer what they wrote meanwhile': { defects: [], offer: true, expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync, phones, arm }) => ({
    before: [work({ edits: 120 })],
    disaster: [upgrade(sync, 'v2'), work({ edits: 80, over: '1d' }), rollBack(sync)],
    recovery: [arm.offer && edgeRestore(phones), work({ edits: 20 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
