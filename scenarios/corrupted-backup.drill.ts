import {
  breaks,
  devices,
  drill,
  fails,
  gate,
  heal,
  inject,
  passes,
  repeat,
  replace,
  restore,
  takeBackup,
  verifies,
  work,
} from 'syncdrill'
import { destroy, emptyCopies } from 'syncdrill/faults'
import { backupsTellTheTruth, recoveryPoint } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** Backups ran green for three nights and held nothing; then the database was lost. */
export default drill({
  title: 'Corrupted backup',
  story: 'For three nights the job writes an empty file and reports success. On the fourth day the disk is lost.',

  arms: {
    'trusting the job': {
      check: 'exit code',
      expect: fails(
        breaks(recoveryPoint, { acknowledged: 'before', share: ['30%', '80%'] }),
        breaks(backupsTellTheTruth, 'empty'),
      ),
    },
    'restoring every copy': { check: 'clean room', expect: passes },
  },

  site: () => hiptop({ every: '1d' }),

  fleet: () => ({ phones: devices({ accounts: 8, perAccount: 2, memory: 'volatile' }) }),

  steps: ({ san, nightly, phones, arm }) => {
    const emptyNights = emptyCopies(nightly)
    return {
      before: [
        work({ edits: 100, over: '1d' }), // One good night.
        inject(emptyNights),
        repeat(3, [
          work({ edits: 100, over: '1d' }), // The job runs as each day ends.
          arm.check === 'clean room' && gate(verifies(nightly), { stop: [heal(emptyNights), takeBackup(nightly)] }),
        ]),
        work({ edits: 24, over: '6h' }),
      ],
      disaster: [inject(destroy(san))],
      recovery: [
        replace(san),
        restore(nightly, { pick: 'newest sound' }),
        work({ edits: 8, devices: phones.some('50%') }),
      ],
    }
  },

  promises: [recoveryPoint({ within: '1d' }), backupsTellTheTruth()],
})
