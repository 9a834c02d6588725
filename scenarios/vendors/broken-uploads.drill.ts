import { breaks, devices, drill, during, fails, passes, waives, work } from 'syncdrill'
import { breakUploads } from 'syncdrill/faults'
import {
  accountsStayApart,
  deletedStaysDeleted,
  everybodyConverges,
  everythingIsIntact,
  nothingAcknowledgedIsLost,
} from 'syncdrill/promises'
import { files } from '../sites/webdav.ts'

/** Whoever writes a file in place has lost the old photo when the new one breaks off. */
export default drill({
  title: 'Broken uploads',
  story: 'Phones keep photos as files over WebDAV. For a while, whatever is larger than 16 kB breaks off on its way.',

  arms: {
    rclone: {
      on: 'rclone',
      expect: fails(
        breaks(nothingAcknowledgedIsLost),
        breaks(everythingIsIntact, 'corrupted'),
        // Nobody may change or delete what is not there as the device knew it.
        waives(deletedStaysDeleted),
        waives(everybodyConverges),
        // A new file that breaks off before its record is a row that nobody wrote.
        waives(accountsStayApart),
      ),
    },
    Apache: { on: 'apache', expect: passes },
  },

  site: ({ on }) => files({ on }),

  fleet: () => ({ phones: devices({ accounts: 4, memory: 'durable' }) }),

  steps: ({ store }) => ({
    before: [work({ edits: 10 }), work({ edits: 40, collections: ['photos'] })],
    disaster: [during(breakUploads(store.link, { after: '16kB' }), [work({ edits: 60, collections: ['photos'] })])],
    recovery: [work({ edits: 10 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
