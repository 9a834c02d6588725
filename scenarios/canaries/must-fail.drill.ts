import { breaks, devices, drill, fails, inject, replace, work } from 'syncdrill'
import { destroy } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from '../sites/hiptop.ts'

/** Proves that the alarm rings: the only disk is lost, there is no copy, and nobody offers what phones still hold. */
export default drill({
  title: 'Canary that must fail',
  story: 'The disk is destroyed, and an empty one put in its place. Nobody had taken a copy.',

  arms: {
    'no copy at all': { expect: fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: destroy })) },
  },

  site: () => hiptop(),
  // Durable memory: what phones set aside is still a source, so that everything is lost and nothing unrecoverable.
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ san }) => ({
    before: [work({ edits: 24 })],
    disaster: [inject(destroy(san))],
    recovery: [replace(san)],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
