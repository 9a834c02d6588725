/** What was to be there before anybody signs in cannot be made. */

import { drill, passes } from '../../../drill/index.ts'
import { killService } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { inject, run, work } from '../../../steps/index.ts'
import { rows } from '../rows-site.ts'

export default drill({
  title: 'Given',
  story: 'The command that loads the dump fails.',

  arms: {
    'a command that fails': { mayFail: false, expect: passes },
    'a command that may fail': { mayFail: true, expect: passes },
  },

  site: () => rows(),
  fleet: () => ({ phones: devices({ accounts: 1, memory: 'durable' }) }),

  steps: ({ sync, arm: { mayFail } }) => ({
    given: [run(['node', '-e', "console.log('no such dump'); process.exit(3)"], { mayFail })],
    before: [work({ edits: 6 })],
    disaster: [inject(killService(sync))],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
