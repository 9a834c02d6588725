/** A service that keeps everything, and once shows something else. */

import { breaks, drill, fails, passes, waives } from '../../drill/index.ts'
import { killService } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import {
  accountsStayApart,
  everybodyConverges,
  everythingIsIntact,
  nothingAcknowledgedIsLost,
} from '../../judge/promises/index.ts'
import { during, inject, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'It shows something else, once',
  story: 'A contact without one of its fields, a row of another account, or nothing for a moment after a start.',

  arms: {
    'a contact without a field': {
      wrong: '--drops-a-field',
      expect: fails(
        breaks(everythingIsIntact, 'corrupted'),
        // Where somebody edits on top of it.
        waives(nothingAcknowledgedIsLost, 'field lost'),
        waives(everybodyConverges),
      ),
    },
    'a row of another account': {
      wrong: '--mixes-accounts',
      expect: fails(breaks(accountsStayApart, 'phantom-foreign'), waives(everybodyConverges)),
    },
    'nothing for a moment': {
      wrong: '--empty-at-first',
      expect: fails(breaks(everythingIsIntact, 'shown empty', { by: killService }), waives(everybodyConverges)),
    },
    'what it holds': { wrong: 'nothing', expect: passes },
  },

  site: rows,
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 40 })],
    disaster: [during(work({ edits: 20 }), [inject(killService(sync))])],
    recovery: [work({ edits: 30 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
