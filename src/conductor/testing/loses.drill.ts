/** A service that says yes, and has it not. */

import { breaks, drill, fails, passes, waives } from '../../drill/index.ts'
import { killService } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { deletedStaysDeleted, everybodyConverges, nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { during, inject, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'It says yes',
  story: 'A service is killed right after phones wrote, and while they write.',

  arms: {
    'before it writes': {
      wrong: '--acks-early',
      expect: fails(
        breaks(nothingAcknowledgedIsLost, { by: killService }),
        waives(deletedStaysDeleted),
        waives(everybodyConverges),
      ),
    },
    'and shows the versions before after a restart': {
      wrong: '--goes-back',
      expect: fails(
        breaks(nothingAcknowledgedIsLost, ['stale'], { by: killService }),
        waives(deletedStaysDeleted),
        waives(everybodyConverges),
      ),
    },
    'and deletes nothing': {
      wrong: '--ignores-deletes',
      expect: fails(breaks(deletedStaysDeleted, 'resurrected'), waives(everybodyConverges)),
    },
    'once it has written': { wrong: 'nothing', expect: passes },
  },

  site: rows,
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 40 })],
    disaster: [
      work({ edits: 20 }),
      during(killService(sync), [work({ edits: 5 })]),
      during(work({ edits: 20 }), [inject(killService(sync))]),
    ],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
