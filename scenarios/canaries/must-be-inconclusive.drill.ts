import { devices, drill, during, inconclusive, timePasses, work } from 'syncdrill'
import { cutLink } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from '../sites/hiptop.ts'

/** Proves that nothing passes for nothing: the link is cut while nobody uses it, which puts nothing to the test. */
export default drill({
  title: 'Canary that must be inconclusive',
  story: 'The link is cut for an hour in which nobody edits.',

  arms: {
    'a fault that nobody meets': { expect: inconclusive('fault had no effect') },
  },

  site: () => hiptop(),
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ api }) => ({
    before: [work({ edits: 24 })],
    disaster: [during(cutLink(api.link), [timePasses('1h')])],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
