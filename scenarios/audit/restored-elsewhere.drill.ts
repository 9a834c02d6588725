import { ask, devices, drill, passes, work } from 'syncdrill'
import { recoveryPoint } from 'syncdrill/promises'
import { elsewhere } from '../sites/elsewhere.ts'

/** Whoever runs the service takes the backups, and brings one back: it is theirs to show that they can. */
export default drill({
  title: 'A restore by its provider',
  story: 'A provider is asked for two backups, a day apart, and to go back to the last one. What is newer may be lost.',

  arms: { 'to the last backup': { expect: passes } },

  site: () => elsewhere('contacts and appointments'),

  fleet: () => ({ phones: devices({ accounts: ['ada', 'ben'], perAccount: 2, memory: 'durable' }) }),

  steps: () => ({
    before: [
      work({ edits: 24, over: '1d', mix: { create: '70%', update: '30%' } }),
      ask('Take a backup of the accounts of this audit, and say when it is done.', { who: 'operations' }),
      work({ edits: 24, over: '1d', mix: { create: '70%', update: '30%' } }),
      ask('Take another one, and say when it is done.', { who: 'operations' }),
      // What a restore of that one cannot have.
      work({ edits: 6, over: '20min', mix: { create: '100%' } }),
    ],
    disaster: [ask('Restore the accounts of this audit to the last backup.', { who: 'operations', restores: true })],
    recovery: [work({ edits: 12 })],
  }),

  promises: [recoveryPoint({ within: '1h' })],
})
