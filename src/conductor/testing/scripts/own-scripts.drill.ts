/** A small service whose own scripts copy its file, and what becomes of it when one of them does not do its work. */

import { commands } from '../../../backups/commands.ts'
import { COPY } from '../../../backups/commands-engine.ts'
import { inconclusive } from '../../../drill/expectation.ts'
import { breaks, drill, fails, passes } from '../../../drill/index.ts'
import { command, destroy } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { backupsTellTheTruth, nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { site, volume } from '../../../site/index.ts'
import { during, inject, replace, restore, takeBackup, work } from '../../../steps/index.ts'
import { CHANGES } from '../changes.ts'
import { rows } from '../rows-site.ts'

const sh = (script: string, ...args: readonly string[]) => ['sh', '-euc', script, 'own', ...args]
const TAKES = `cp /data/${CHANGES} "/backups/$1"`
const TAKE = {
  'does its work': TAKES,
  fails: 'echo the vault is sealed; exit 4',
  'copies nothing': ': > "/backups/$1"',
} as const
const RESTORE = {
  'does its work': `cp "/backups/$1" /data/${CHANGES}; wc -l < /data/${CHANGES}`,
  fails: 'echo no key for the vault; exit 6',
} as const

export default drill({
  title: 'Own scripts',
  story: 'A disk burns, and what comes back is what scripts of somebody saved.',

  arms: {
    'scripts that do their work': { take: 'does its work', restore: 'does its work', full: false, expect: passes },
    'a job that fails': { take: 'fails', restore: 'does its work', full: false, expect: passes },
    'a restore that fails': { take: 'does its work', restore: 'fails', full: false, expect: passes },
    'a job that copies nothing': {
      take: 'copies nothing',
      restore: 'does its work',
      full: false,
      expect: fails(
        breaks(nothingAcknowledgedIsLost, ['lost', 'unrecoverable'], { by: destroy }),
        breaks(backupsTellTheTruth, 'empty'),
      ),
    },
    'a fault that its witness saw': { take: 'does its work', restore: 'does its work', full: true, expect: passes },
    'a fault that nobody saw': {
      take: 'does its work',
      restore: 'does its work',
      full: 'not at all',
      expect: inconclusive('fault had no effect'),
    },
  },

  site: ({ take, restore: how }) => {
    const { volumes, services, clients } = rows()
    const shelf = volume()
    const own = commands({
      beside: services.sync,
      to: shelf,
      take: sh(TAKE[take], COPY),
      list: ['ls', '/backups'],
      restore: sh(RESTORE[how], COPY),
      stopToRestore: true,
    })
    return site({ volumes: { ...volumes, shelf }, services, clients, backups: { own } })
  },

  fleet: () => ({ phones: devices({ accounts: 2, perAccount: 1, memory: 'volatile' }) }),

  steps: ({ sync, own, disk, arm }) => {
    const full = command({
      beside: sync,
      inject: sh(arm.full === 'not at all' ? 'true' : 'echo x > /data/ballast'),
      witness: ['test', '-e', '/data/ballast'],
      heal: ['rm', '-f', '/data/ballast'],
    })
    return {
      before: [work({ edits: 12 }), takeBackup(own)],
      disaster: [arm.full !== false && during(full, [work({ edits: 2 }), takeBackup(own)]), inject(destroy(disk))],
      recovery: [replace(disk), restore(own)],
    }
  },

  promises: [nothingAcknowledgedIsLost(), backupsTellTheTruth()],
})
