import {
  breaks,
  devices,
  drill,
  edgeRestore,
  fails,
  inject,
  passes,
  replace,
  restore,
  salvage,
  takeBackup,
  work,
} from 'syncdrill'
import { stopService, zeroPages } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { sqliteRecovery } from 'syncdrill/specimen'
import { hiptop } from './sites/hiptop.ts'

const lost = fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'before', by: zeroPages }))

/** A service rebuilt piece by piece: an old copy, what damaged pages still hold, and what phones still hold. */
export default drill({
  title: 'Rebuild',
  story: 'Stopped for maintenance, a twentieth of its disk reads as zeros, and the copy is old. What is still where?',

  arms: {
    'the old copy alone': { pages: false, phones: false, expect: lost },
    'and what the damaged pages still hold': { pages: true, phones: false, expect: lost },
    'and what phones still hold': { pages: true, phones: true, expect: passes },
  },

  site: () => hiptop(),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 1, memory: 'volatile' }) }),

  steps: ({ sync, san, nightly, phones, arm }) => ({
    before: [work({ edits: 100 }), takeBackup(nightly), work({ edits: 160 })],
    disaster: [inject(stopService(sync)), inject(zeroPages(san, { share: '5%' }))],
    recovery: [
      replace(san),
      restore(nightly),
      arm.pages && salvage(san, { with: sqliteRecovery(sync) }),
      arm.phones && edgeRestore(phones),
    ],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
