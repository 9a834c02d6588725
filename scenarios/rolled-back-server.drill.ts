import { breaks, devices, drill, edgeRestore, fails, mayBreak, passes, restore, takeBackup, work } from 'syncdrill'
import { deletedStaysDeleted, everybodyConverges, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** A record, its newest version, one field of it, or one side of a conflict. */
const LOSSES = ['lost', 'stale', 'field lost', 'conflict-dropped'] as const

/** An old copy is restored over a healthy server: from then on every phone knows more than the server does. */
export default drill({
  title: 'Rolled-back server',
  story: 'By mistake an older copy is restored over a healthy server. Phones hold what is newer: what becomes of it?',

  arms: {
    'the server hides that it went back': {
      defects: ['H3'],
      offer: false,
      expect: fails(
        breaks(nothingAcknowledgedIsLost, [...LOSSES, 'unrecoverable'], { acknowledged: 'before', by: restore }),
        mayBreak(everybodyConverges, 'diverged'), // Phones go on from where the server was.
        mayBreak(deletedStaysDeleted, 'resurrected'),
      ),
    },
    'phones believe the server': {
      defects: [],
      offer: false,
      expect: fails(
        breaks(nothingAcknowledgedIsLost, LOSSES, { acknowledged: 'before', by: restore }),
        mayBreak(deletedStaysDeleted, 'resurrected'),
      ),
    },
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
