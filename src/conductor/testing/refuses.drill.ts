/** A service that keeps what it takes, and takes less than it should. */

import { breaks, drill, fails, passes } from '../../drill/index.ts'
import { killService } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost, takesEdits } from '../../judge/promises/index.ts'
import { during, inject, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'It refuses',
  story: 'A service is killed amid edits. Then it refuses them all, or it refused most of them from the start.',
  limits: { quiesce: '4s' },

  arms: {
    'all of them, once it was killed': {
      wrong: '--locks-itself-out',
      expect: fails(breaks(takesEdits, 'refuses edits', { by: killService })),
    },
    'most of them': { wrong: '--refuses-most', expect: passes },
    'none of them': { wrong: 'nothing', expect: passes },
  },

  site: rows,
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 20 })],
    disaster: [during(work({ edits: 20 }), [inject(killService(sync))])],
    recovery: [work({ edits: 8 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
