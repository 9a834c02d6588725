import { devices, drill, during, passes, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from '../sites/hiptop.ts'

/** Proves that the alarm is not always on: a sound service is killed while phones write, and loses nothing. */
export default drill({
  title: 'Canary that must pass',
  story: 'The server is killed while phones write, and started again.',

  arms: {
    'a service as it should be': { expect: passes },
  },

  site: () => hiptop(),
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ sync }) => ({
    before: [work({ edits: 24 })],
    disaster: [during(killService(sync), [work({ edits: 12 })])],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
