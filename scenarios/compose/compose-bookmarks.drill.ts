import { breaks, devices, drill, during, fails, inject, passes, upgrade, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { everybodyConverges, everythingIsIntact, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { bookmarksInCompose } from '../sites/bookmarks.ts'

/** Its supervisor starts what was killed again, as `restart: always` says; no supervisor mends what a release drops. */
export default drill({
  title: 'The next release of a compose file',
  story: 'The service of a compose file is killed while phones write, comes back by itself, and is upgraded.',

  arms: {
    'the next release is like this one': { next: ['--decimals', '2'], expect: passes },
    'the next release has no prices': {
      next: ['--without', 'price'],
      expect: fails(breaks(everythingIsIntact, { by: upgrade }), breaks(everybodyConverges, { by: upgrade })),
    },
  },

  site: ({ next }) => bookmarksInCompose({ next }),

  fleet: () => ({ phones: devices({ accounts: 4, memory: 'durable' }) }),

  steps: ({ server }) => ({
    before: [work({ edits: 40 })],
    disaster: [during(work({ edits: 20 }), [inject(killService(server))]), upgrade(server, 'next')],
  }),

  promises: [nothingAcknowledgedIsLost(), everythingIsIntact()],
})
