/** A disk is lost, as every arm expects; and something else of the plan does not happen. */

import { breaks, drill, fails } from '../../drill/index.ts'
import { destroy, killService } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { heal, inject, interrupt, run, says, upgrade, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

const loses = fails(breaks(nothingAcknowledgedIsLost, ['lost', 'unrecoverable'], { by: destroy }))

export default drill({
  title: 'Not as planned',
  story: 'A disk is lost, and whatever was planned besides does not come about.',

  arms: {
    'a moment that never comes': { lacks: 'moment', expect: loses },
    'an injury of what is dead': { lacks: 'injury', expect: loses },
    'an upgrade to the same build': { lacks: 'build', expect: loses },
    'a start on the lost disk': { lacks: 'start', expect: loses },
    'a step that fails': { lacks: 'step', expect: loses },
    'a step that may fail': { lacks: 'allowed step', expect: loses },
  },

  site: () => rows(),
  fleet: () => ({ phones: devices({ accounts: 2, memory: 'durable' }) }),

  steps: ({ sync, disk, arm: { lacks } }) => {
    const crash = killService(sync)
    const again = killService(sync)
    const exits = ['node', '-e', "console.log('no such bucket'); process.exit(3)"]
    return {
      before: [work({ edits: 12 })],
      disaster: [
        lacks === 'moment' && interrupt(work({ edits: 2 }), { with: crash, when: says(sync, 'migrated') }),
        lacks === 'injury' && [inject(crash), inject(again), heal(again), heal(crash)],
        lacks === 'build' && upgrade(sync, '2'),
        lacks === 'step' && run(exits),
        lacks === 'allowed step' && run(exits, { mayFail: true }),
        lacks === 'start' && inject(crash),
        inject(destroy(disk)),
        lacks === 'start' && heal(crash),
      ],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
