/** The disk of the database is lost and replaced: the gateway that devices talk to closes with it. */

import { breaks, drill, fails, passes } from '../../drill/index.ts'
import { destroy } from '../../faults/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { site, volume } from '../../site/index.ts'
import { edgeRestore, inject, replace, restore, takeBackup, work } from '../../steps/index.ts'
import { pair } from './pair.ts'
import { rowsBackup } from './rows-backup.ts'

export default drill({
  title: 'A new disk',
  story: 'The disk under the database is lost, and a new one put in its place.',

  arms: {
    'nobody offers': {
      offered: false,
      restored: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: destroy })),
    },
    'phones offer what they hold': { offered: true, restored: false, expect: passes },
    'a copy is restored': { offered: false, restored: true, expect: passes },
  },

  site: () => {
    const { services, volumes, clients } = pair({ replication: 'async' })
    const shelf = volume()
    const nightly = rowsBackup(services.primary, volumes.data, shelf)
    return site({ services, clients, volumes: { ...volumes, shelf }, backups: { nightly } })
  },
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),

  steps: ({ nightly, data, phones, arm }) => ({
    before: [work({ edits: 20 }), takeBackup(nightly)],
    disaster: [inject(destroy(data))],
    recovery: [replace(data), arm.offered && edgeRestore(phones), arm.restored && restore(nightly)],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
