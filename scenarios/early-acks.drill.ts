import { breaks, devices, drill, during, fails, inject, passes, waives, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { deletedStaysDeleted, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** A server that says yes a moment before it has written is right every day but one. */
export default drill({
  title: 'Early acknowledgements',
  story:
    'The server is killed right after phones wrote, and while they write. One answers before it commits, one after.',

  arms: {
    'answers, then commits': {
      defects: ['answers before it commits'],
      expect: fails(
        // Whatever it had said within the last moments, of the act before it too.
        breaks(nothingAcknowledgedIsLost, { by: killService }),
        // A delete that was never committed counts as one that it never carried out.
        waives(deletedStaysDeleted),
      ),
    },
    'commits, then answers': { defects: [], expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 1, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 60 })],
    disaster: [
      work({ edits: 20 }),
      during(killService(sync), [work({ edits: 10 })]), // Right after everybody was told that all is saved.
      during(work({ edits: 60 }), [inject(killService(sync))]), // And while phones write.
    ],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
