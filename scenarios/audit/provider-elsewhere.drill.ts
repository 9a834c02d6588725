import { devices, drill, during, passes, work } from 'syncdrill'
import { cutLink, loseAcks, resetLink, slowLink } from 'syncdrill/faults'
import { everythingIsIntact, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { elsewhere } from '../sites/elsewhere.ts'

/** Each arm needs another kind of server behind the address that the command line names: one arm at a time. */
export default drill({
  title: 'A provider of personal data',
  story: 'Somebody else keeps contacts, appointments, mail or files. The lines to them are slow, break and are cut.',

  arms: {
    'contacts and appointments': { spoken: 'contacts and appointments', expect: passes },
    mail: { spoken: 'mail', expect: passes },
    files: { spoken: 'files', expect: passes },
  },

  site: ({ spoken }) => elsewhere(spoken),

  fleet: () => ({ phones: devices({ accounts: ['ada', 'ben'], perAccount: 2, memory: 'durable' }) }),

  steps: ({ provider }) => ({
    before: [work({ edits: 16 })],
    disaster: [
      during(slowLink(provider.link, { for: '20ms' }), [work({ edits: 8 })]),
      during(resetLink(provider.link), [work({ edits: 4 })]),
      during(cutLink(provider.link), [work({ edits: 4 })]),
      during(loseAcks(provider.link, { oneIn: 4 }), [work({ edits: 8 })]),
    ],
    recovery: [work({ edits: 8 })],
  }),

  promises: [nothingAcknowledgedIsLost(), everythingIsIntact()],
})
