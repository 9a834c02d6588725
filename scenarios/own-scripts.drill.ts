import { breaks, devices, drill, fails, heal, inject, passes, replace, restore, work } from 'syncdrill'
import { command, destroy } from 'syncdrill/faults'
import { backupsTellTheTruth, recoveryPoint } from 'syncdrill/promises'
import { hiptopWithScripts } from './sites/hiptop-with-scripts.ts'

const olderThanPromised = [breaks(recoveryPoint, { acknowledged: 'before' })] as const

/** The runbook is somebody's own: a script that copies, restores and verifies, and a tool that shuts the vault. */
export default drill({
  title: 'Own scripts',
  story: 'A script copies database and photos into a vault each night. The storage burns, and the script restores.',

  arms: {
    'from the newest copy': { pick: 'newest', sealed: false, expect: passes },
    'from an older copy': { pick: 'oldest', sealed: false, expect: fails(...olderThanPromised) },
    'the vault was shut that night': {
      pick: 'newest',
      sealed: true,
      expect: fails(...olderThanPromised, breaks(backupsTellTheTruth, 'outdated')),
    },
  },

  site: () => hiptopWithScripts(),

  fleet: () => ({ phones: devices({ accounts: 6, perAccount: 1, memory: 'volatile' }) }),

  steps: ({ sync, vault, san, nightly, arm }) => {
    const shut = command({
      beside: sync,
      strikes: vault,
      inject: ['touch', '/vault/sealed'],
      witness: ['test', '-e', '/vault/sealed'],
      heal: ['rm', '-f', '/vault/sealed'],
    })
    return {
      before: [
        work({ edits: 48, over: '1d' }), // The script runs as each day ends.
        arm.sealed && inject(shut),
        work({ edits: 48, over: '1d' }),
        arm.sealed && heal(shut),
        work({ edits: 18, over: '6h' }),
      ],
      disaster: [inject(destroy(san))],
      recovery: [replace(san), restore(nightly, { pick: arm.pick })],
    }
  },

  promises: [recoveryPoint({ within: '1d' }), backupsTellTheTruth()],
})
