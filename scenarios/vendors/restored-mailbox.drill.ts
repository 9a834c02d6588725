import { breaks, devices, drill, edgeRestore, fails, passes, restore, takeBackup, work } from 'syncdrill'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { dovecot } from '../sites/dovecot.ts'

/**
 * A mailbox that goes back under the UIDVALIDITY that it had looks as if people had deleted their newer notes: phones
 * delete them too, and then have nothing to offer. Under another one, they know that it is not the mailbox that it was.
 */
export default drill({
  title: 'Restored mailbox',
  story: 'Phones keep notes as messages on Dovecot. It goes back to an older copy; phones offer what is newer.',

  arms: {
    'its UIDVALIDITY comes back too': {
      lists: 'beside the mail',
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: restore })),
    },
    'it gets another UIDVALIDITY': { lists: 'made anew', expect: passes },
  },

  site: ({ lists }) => dovecot({ lists }),

  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 2, memory: 'durable' }) }),

  steps: ({ nightly, phones }) => {
    const lastNight = takeBackup(nightly)
    return {
      before: [work({ edits: 30 }), lastNight, work({ edits: 20 })],
      disaster: [restore(lastNight)],
      recovery: [work({ edits: 10 }), edgeRestore(phones), work({ edits: 10 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
