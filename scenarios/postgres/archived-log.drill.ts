import { breaks, devices, drill, fails, inject, passes, replace, restore, run, takeBackup, work } from 'syncdrill'
import { destroy } from 'syncdrill/faults'
import { recoveryPoint } from 'syncdrill/promises'
import { hiptopWithArchive } from '../sites/hiptop-with-archive.ts'

/** The disk is lost hours after the last copy; what was written since lies in the archive of the log, or nowhere. */
export default drill({
  title: 'Archived log',
  story: 'The database is lost in the evening. The copy is of the morning; the log was archived elsewhere, or was not.',

  arms: {
    'a dump every morning': {
      copies: 'dump',
      expect: fails(breaks(recoveryPoint, { acknowledged: 'before', by: destroy })),
    },
    'a base backup, and the log since': { copies: 'log', expect: passes },
  },

  site: ({ copies }) => hiptopWithArchive({ copies }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'volatile' }) }),

  steps: ({ db, san, copy }) => ({
    before: [
      work({ edits: 60, over: '1h' }),
      takeBackup(copy),
      work({ edits: 120, over: '10h' }),
      // A segment is archived when it is full: the one that is being written is handed over early, and has arrived.
      run(['archive-log'], { inside: db }),
      work({ edits: 6, over: '3min' }),
    ],
    disaster: [inject(destroy(san))],
    recovery: [replace(san), restore(copy, { pick: 'newest' })],
  }),

  promises: [recoveryPoint({ within: '15min' })],
})
