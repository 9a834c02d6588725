import { devices, drill, during, passes, work } from 'syncdrill'
import { cutLink, loseAcks, slowLink } from 'syncdrill/faults'
import { everythingIsIntact, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { bookmarksElsewhere } from '../sites/bookmarks.ts'

/** Nothing of the service is started or touched: it is used by accounts of our own, over lines that are bad. */
export default drill({
  title: 'Bookmarks at a provider',
  story: 'Somebody else runs the service. The lines to it are slow, are cut, and lose answers while phones write.',

  arms: { 'over bad lines': { expect: passes } },

  site: () => bookmarksElsewhere(),

  fleet: () => ({ phones: devices({ accounts: ['ada', 'ben'], perAccount: 2, memory: 'durable' }) }),

  steps: ({ provider }) => ({
    before: [work({ edits: 20 })],
    disaster: [
      during(slowLink(provider.link, { for: '50ms' }), [work({ edits: 8 })]),
      during(cutLink(provider.link), [work({ edits: 8 })]),
      during(loseAcks(provider.link, { oneIn: 3 }), [work({ edits: 12 })]),
    ],
    recovery: [work({ edits: 8 })],
  }),

  // A feed that went back never becomes quiet: nobody waits longer than that to know.
  limits: { quiesce: '60s' },

  promises: [nothingAcknowledgedIsLost(), everythingIsIntact()],
})
