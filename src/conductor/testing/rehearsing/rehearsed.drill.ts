/** A small plan to rehearse: a copy, and another version. */

import { drill, passes } from '../../../drill/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { site, volume } from '../../../site/index.ts'
import { takeBackup, timePasses, upgrade, work } from '../../../steps/index.ts'
import { rowsBackup } from '../rows-backup.ts'
import { rows } from '../rows-site.ts'

export default drill({
  title: 'Rehearsed',
  story: 'A copy is taken, and a service goes up to another version, or stays.',

  arms: { 'it stays': { up: false, expect: passes }, 'it goes up': { up: true, expect: passes } },

  site: () => {
    const { services, volumes, clients } = rows()
    const vault = volume()
    const nightly = rowsBackup(services.sync, volumes.disk, vault)
    return site({ services, clients, volumes: { ...volumes, vault }, backups: { nightly } })
  },
  fleet: () => ({ phones: devices({ accounts: 1, memory: 'durable' }) }),

  steps: ({ sync, nightly, arm }) => ({
    before: [work({ edits: 10 }), takeBackup(nightly)],
    disaster: [arm.up && upgrade(sync, '2'), timePasses('1d')],
    recovery: [work({ edits: 5 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
