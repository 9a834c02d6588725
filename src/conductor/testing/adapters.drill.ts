/** An honest service, and adapters that somebody wrote in a hurry. */

import { drill, passes } from '../../drill/index.ts'
import { killService } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { during, inject, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'Adapters',
  story: 'The service is honest. What devices say and read of it goes through an adapter with a mistake.',
  limits: { answer: '3s', quiesce: '4s' },

  arms: {
    'ignores pages': { mistake: 'ignores pages', expect: passes },
    'reads errors as empty': { mistake: 'reads errors as empty', expect: passes },
    'reads warming up as empty': { mistake: 'reads warming up as empty', expect: passes },
    'changes ids': { mistake: 'changes ids', expect: passes },
    'cuts bodies': { mistake: 'cuts bodies', expect: passes },
    throws: { mistake: 'throws', expect: passes },
    'returns nothing': { mistake: 'returns nothing', expect: passes },
    none: { mistake: 'none', expect: passes },
  },

  site: ({ mistake }) => rows({ mistake, wrong: '--warms-up' }),

  fleet: () => ({ phones: devices({ accounts: 2, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 50 })],
    disaster: [during(work({ edits: 20 }), [inject(killService(sync))])],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
