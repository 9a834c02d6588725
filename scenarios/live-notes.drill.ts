import { breaks, devices, drill, during, fails, passes, waives, work } from 'syncdrill'
import { cutLink, loseAcks } from 'syncdrill/faults'
import { deletedStaysDeleted, noDuplicates, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { liveNotes } from './sites/live-notes.ts'

/** A WebSocket that is gone is opened anew, and what was on its way is sent once more. */
export default drill({
  title: 'A live line that breaks',
  story: 'Phones hold a WebSocket each. Lines are cut, and break just when an answer is coming. Phones send once more.',

  arms: {
    'the server forgets what it has done': {
      server: 'forgets keys',
      expect: fails(
        // What is sent once more when the lines are sound again counts as the server's own.
        breaks(noDuplicates, 'duplicated', { share: ['2%', '40%'] }),
        waives(nothingAcknowledgedIsLost, ['stale', 'field lost', 'conflict-dropped']),
        waives(deletedStaysDeleted),
      ),
    },
    'the server knows what it has done': { server: 'knows keys', expect: passes },
  },

  site: ({ server }) => liveNotes({ server }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ notes }) => ({
    before: [work({ edits: 60 })],
    disaster: [
      during(cutLink(notes.link), [work({ edits: 20 })]),
      during(loseAcks(notes.link, { oneIn: 5 }), [work({ edits: 120 })]),
    ],
    recovery: [work({ edits: 20 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
