import { breaks, devices, drill, fails, interrupt, passes, says, upgrade, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** A migration must be one that can be run twice: sooner or later one is killed half-way. */
export default drill({
  title: 'Interrupted migration',
  story: 'Version 2 is killed while it migrates, and starts over. One copies rows, the other moves them.',

  arms: {
    'moves rows, and starts over': {
      defects: ['moves rows while it migrates'],
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'before', share: ['25%', '75%'] })),
    },
    'copies rows, and starts over': { defects: [], expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 160 })],
    disaster: [interrupt(upgrade(sync, 'v2'), { with: killService(sync), when: says(sync, 'migration half done') })],
    recovery: [work({ edits: 20 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
