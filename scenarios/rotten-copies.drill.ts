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
import { destroy, flippedCopies, partialCopies, stoppedCopies, tornCopies, truncatedCopies } from 'syncdrill/faults'
import { backupsTellTheTruth, recoveryPoint } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

const ROT = {
  truncated: truncatedCopies,
  flipped: flippedCopies,
  stopped: stoppedCopies,
  partial: (nightly: Parameters<typeof partialCopies>[0]) => partialCopies(nightly, { without: 'photos' }),
  torn: tornCopies,
} as const

const lossAnd = (finding: 'unusable' | 'outdated' | 'incomplete' | 'inconsistent') =>
  fails(breaks(recoveryPoint, { acknowledged: 'before' }), breaks(backupsTellTheTruth, finding))

/** Five more ways in which a job that reports success leaves too little. Who restores every copy knows in time. */
export default drill({
  title: 'Rotten copies',
  story:
    'For two nights the copies break off, rot, do not run, leave photos out, or are of two moments. Then it burns.',

  arms: {
    'broken off, trusted': { copies: 'truncated', check: 'exit code', expect: lossAnd('unusable') },
    'broken off, restored every night': { copies: 'truncated', check: 'clean room', expect: passes },
    'bits flipped, trusted': { copies: 'flipped', check: 'exit code', expect: lossAnd('unusable') },
    'bits flipped, restored every night': { copies: 'flipped', check: 'clean room', expect: passes },
    'no longer run, trusted': { copies: 'stopped', check: 'exit code', expect: lossAnd('outdated') },
    'no longer run, restored every night': { copies: 'stopped', check: 'clean room', expect: passes },
    'photos left out, trusted': { copies: 'partial', check: 'exit code', expect: lossAnd('incomplete') },
    'photos left out, restored every night': { copies: 'partial', check: 'clean room', expect: passes },
    'of two moments, trusted': { copies: 'torn', check: 'exit code', expect: lossAnd('inconsistent') },
    'of two moments, restored every night': { copies: 'torn', check: 'clean room', expect: passes },
  },

  site: () => hiptop({ every: '1d' }),

  fleet: () => ({ phones: devices({ accounts: 6, perAccount: 1, memory: 'volatile' }) }),

  steps: ({ san, nightly, arm }) => {
    const rot = ROT[arm.copies](nightly)
    return {
      before: [
        work({ edits: 48, over: '1d' }), // One good night.
        inject(rot),
        repeat(2, [
          work({ edits: 48, over: '1d' }), // The job runs as each day ends.
          arm.check === 'clean room' && gate(verifies(nightly), { stop: [heal(rot), takeBackup(nightly)] }),
        ]),
        work({ edits: 18, over: '6h' }),
      ],
      disaster: [inject(destroy(san))],
      recovery: [replace(san), restore(nightly)],
    }
  },

  promises: [recoveryPoint({ within: '1d' }), backupsTellTheTruth()],
})
