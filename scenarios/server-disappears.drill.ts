import { at, breaks, devices, drill, during, fails, inject, passes, replace, restore, work } from 'syncdrill'
import { destroy } from 'syncdrill/faults'
import { recoveryPoint, recoveryTime } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** A whole site burns down while people work; the copy in the other town is at most a quarter of an hour old. */
export default drill({
  title: 'Server disappears',
  story: 'The server is removed with its volume in the middle of the day.',

  arms: {
    'copy in the same building': {
      backupOn: 'san',
      expect: fails(breaks(recoveryPoint, { by: destroy }), breaks(recoveryTime, 'never')),
    },
    'copy in another town': { backupOn: 'vault', expect: passes },
  },

  site: ({ backupOn }) => hiptop({ backupOn, every: '15min' }),

  fleet: () => ({ phones: devices({ accounts: 12, perAccount: 2, memory: 'volatile' }) }),

  steps: ({ east, san, sync, nightly }) => ({
    before: [work({ edits: 480, over: '8h' })],
    disaster: [during(work({ edits: 60, over: '1h' }), [at('40min', inject(destroy(east)))])],
    recovery: [replace(san), replace(sync), restore(nightly)],
  }),

  promises: [recoveryPoint({ within: '15min' }), recoveryTime({ contacts: '15min', photos: '30min' })],
})
