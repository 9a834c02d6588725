import { devices, drill, during, passes, work } from 'syncdrill'
import { cutLink } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** The network is gone for an hour, everywhere at once. People go on working, and nothing may be lost. */
export default drill({
  title: 'Outage',
  story: 'For an hour no phone reaches the server. What people did meanwhile waits, and arrives afterwards.',

  arms: {
    'phones keep what they could not send': { memory: 'durable', expect: passes },
    'even phones that forget when they lose power': { memory: 'volatile', expect: passes }, // Nobody pulls a battery.
  },

  site: () => hiptop(),

  fleet: ({ memory }) => ({ phones: devices({ accounts: 8, perAccount: 2, memory }) }),

  steps: ({ api }) => ({
    before: [work({ edits: 100 })],
    disaster: [during(cutLink(api.link), [work({ edits: 120, over: '1h' })])],
    recovery: [work({ edits: 40 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
