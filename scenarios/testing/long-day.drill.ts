import { devices, drill, during, passes, takeBackup, work } from 'syncdrill'
import { cutLink } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from '../sites/hiptop.ts'
import { held } from './holding.ts'

/** Something goes on in every phase for long enough that somebody else can step in; in its disaster it can be held. */
export default drill({
  title: 'A long day',
  story: 'The network is gone for a while as phones write, and comes back; they write before and after.',

  arms: {
    'nobody steps in': { expect: passes },
  },

  site: () => hiptop(),
  fleet: () => ({ phones: devices({ accounts: 4, memory: 'durable' }) }),

  steps: ({ nightly, sync }) => ({
    before: [work({ edits: 36 }), takeBackup(nightly)],
    disaster: [held('disaster'), during(cutLink(sync.link), [work({ edits: 12 })])],
    recovery: [takeBackup(nightly), work({ edits: 36 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
