/** What a service wrote outside its volumes: kept when it is started again, gone after each step that replaces it. */

import { drill, passes } from '../../../drill/index.ts'
import { killService } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { heal, inject, replace, rollBack, run, upgrade, work } from '../../../steps/index.ts'
import { rows } from '../rows-site.ts'

export default drill({
  title: 'Outside its volumes',
  story: 'A service is killed, upgraded, rolled back and replaced; what it had written at home is looked for.',
  limits: { quiesce: '20s' },

  arms: { one: { expect: passes } },

  site: () => rows(),
  fleet: () => ({ phones: devices({ accounts: 2, memory: 'durable' }) }),

  steps: ({ sync }) => {
    const crash = killService(sync)
    const inside = { inside: sync }
    const write = run(['sh', '-c', 'touch "$HOME/left"'], inside)
    const isThere = run(['sh', '-c', 'test -e "$HOME/left"'], inside)
    const isGone = run(['sh', '-c', '! test -e "$HOME/left"'], inside)
    return {
      before: [work({ edits: 8 }), write],
      disaster: [inject(crash), heal(crash), isThere],
      recovery: [upgrade(sync, '2'), isGone, write, rollBack(sync), isGone, write, replace(sync), isGone],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
