import { breaks, devices, drill, during, fails, passes, takeBackup, waives, work } from 'syncdrill'
import { cutLink, killService } from 'syncdrill/faults'
import { backupsTellTheTruth, deletedStaysDeleted, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { composeNotes } from '../sites/compose-notes.ts'

/** The site is a compose file as it stands; what differs is one variable in it. */
export default drill({
  title: 'A compose file of your own',
  story: 'The web service loses its store for a while, and then the store is killed in the middle of the day.',

  arms: {
    'the store writes at once': { flush: 'always', expect: passes },
    'the store writes when it likes': {
      flush: 'never',
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: killService }), waives(deletedStaysDeleted)),
    },
  },

  site: ({ flush }) => composeNotes({ flush }),

  fleet: () => ({ phones: devices({ accounts: 4, perAccount: 1, memory: 'volatile' }) }),

  steps: ({ web, db, ours }) => ({
    before: [work({ edits: 30 }), takeBackup(ours)],
    disaster: [
      during(cutLink(web.links.db), [work({ edits: 8 })]),
      work({ edits: 20 }),
      during(killService(db), [work({ edits: 4 })]),
    ],
    recovery: [work({ edits: 10 })],
  }),

  promises: [nothingAcknowledgedIsLost(), backupsTellTheTruth()],
})
