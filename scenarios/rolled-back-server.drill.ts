import { breaks, devices, drill, edgeRestore, fails, passes, restore, takeBackup, work } from 'syncdrill'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

const LOST = fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'before', by: restore }))

/** An old copy is restored over a healthy server: from then on every phone knows more than the server does. */
export default drill({
  title: 'Rolled-back server',
  story: 'By mistake an older copy is restored over a healthy server. Phones hold what is newer: what becomes of it?',

  arms: {
    'the server hides that it went back': { defects: ['restores without a new epoch'], offer: false, expect: LOST },
    'phones believe the server': { defects: [], offer: false, expect: LOST },
    'phones offer what is newer': { defects: [], offer: true, expect: passes },
  },

  site: ({ defects }) => hiptop({ defects }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'durable' }) }),

  steps: ({ nightly, phones, arm }) => {
    const older = takeBackup(nightly)
    return {
      before: [work({ edits: 120 }), older, work({ edits: 80 })],
      disaster: [restore(older)],
      recovery: [arm.offer && edgeRestore(phones), work({ edits: 20 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
