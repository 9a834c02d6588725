/** Somebody else carries out what the run cannot do. */

import { drill, passes } from '../../../drill/index.ts'
import { killService } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { ask, during, work } from '../../../steps/index.ts'
import { rows } from '../rows-site.ts'

export default drill({
  title: 'Somebody is asked',
  story: 'A service is killed; somebody else is asked to look at it, and says when that is done.',

  arms: {
    'in time': { within: '10min', expect: passes },
    'in a moment': { within: '300ms', expect: passes },
  },

  site: () => rows(),
  fleet: () => ({ phones: devices({ accounts: 1, memory: 'durable' }) }),

  steps: ({ sync, arm }) => ({
    before: [work({ edits: 10 })],
    disaster: [during(killService(sync), [work({ edits: 5 })])],
    recovery: [
      ask('Look at the disk of the service, and say whether it is whole.', { within: arm.within, who: 'operations' }),
      work({ edits: 5 }),
    ],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
