import { at, breaks, devices, drill, during, fails, heal, inject, passes, waives, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import {
  deletedStaysDeleted,
  everybodyConverges,
  everythingIsIntact,
  nothingAcknowledgedIsLost,
} from 'syncdrill/promises'
import { bookmarkService } from './sites/bookmarks.ts'

/** The drill says what such columns may do to a value, and no more: a price has cents, a moment whole seconds. */
export default drill({
  title: 'Typed columns',
  story: 'Bookmarks lie in columns with types. The server is killed while phones write, and started again.',

  arms: {
    'as declared': { flags: [], expect: passes },
    'prices in whole numbers': {
      flags: ['--decimals', '0'],
      expect: fails(breaks(everythingIsIntact, 'corrupted')),
    },
    'answers before it commits': {
      flags: ['--early'],
      expect: fails(
        breaks(nothingAcknowledgedIsLost, { by: killService }),
        waives(deletedStaysDeleted),
        waives(everybodyConverges),
      ),
    },
  },

  site: ({ flags }) => bookmarkService({ flags }),

  fleet: () => ({ phones: devices({ accounts: 6, memory: 'durable' }) }),

  steps: ({ server }) => {
    const crash = killService(server)
    return {
      before: [work({ edits: 60 })],
      disaster: [during(work({ edits: 60 }), [at('50%', inject(crash))]), heal(crash), work({ edits: 20 })],
    }
  },

  promises: [nothingAcknowledgedIsLost(), everythingIsIntact()],
})
