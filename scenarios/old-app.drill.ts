import { breaks, devices, drill, fails, passes, upgrade, waives, work } from 'syncdrill'
import { deletedStaysDeleted, everybodyConverges, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** The server is new, the apps are old: what they send goes through a door that was kept open for them. */
export default drill({
  title: 'Old app, new server',
  story: 'The server is upgraded, the apps are not. One server writes what old apps send where it no longer looks.',

  arms: {
    'written where only the old version looks': {
      defects: ['writes what old apps send to the old tables'],
      // What the server does by itself brings nothing with it that is known: it is said here.
      expect: fails(breaks(nothingAcknowledgedIsLost), waives(everybodyConverges), waives(deletedStaysDeleted)),
    },
    'written where everybody looks': { defects: [], expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 120 })],
    disaster: [upgrade(sync, 'v2'), work({ edits: 80 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
