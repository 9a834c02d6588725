import {
  breaks,
  devices,
  drill,
  edgeRestore,
  fails,
  inject,
  passes,
  replace,
  restore,
  takeBackup,
  work,
} from 'syncdrill'
import { powerCycle, zeroPages } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost, restoredInOrder, validatedBeforeServing } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** The order announced to Sidekick users on 15 October 2009. */
const ORDER = ['contacts', 'calendar', 'notes', 'tasks', 'photos', 'scores'] as const

/**
 * One storage failure took the core database and its backup; phones that lost power lost the last copy. The letter says
 * "a system failure that created data loss in the core database and the back-up"; that both lay on one storage system
 * was reported, never confirmed.
 */
export default drill({
  title: 'Sidekick, October 2009',
  story: 'Reported, never confirmed: database and backup shared one storage system. It fails; some phones lose power.',
  sources: ['Letter by Roz Ho to Sidekick users, 15 October 2009'],

  arms: {
    'as reported': {
      backupOn: 'san',
      memory: 'volatile',
      expect: fails(breaks(nothingAcknowledgedIsLost, 'unrecoverable', { share: ['15%', '35%'], by: powerCycle })),
    },
    'phones keep a copy': { backupOn: 'san', memory: 'durable', expect: passes },
    'an off-site copy': { backupOn: 'vault', memory: 'volatile', expect: passes },
  },

  // A sync service, `sync`, with its database on the disk `san`, in one town. Its copy, `nightly`, is on the same disk,
  // or on `vault`, in another town.
  site: ({ backupOn }) => hiptop({ backupOn }),

  // Volatile: without power a phone forgets all that it has.
  fleet: ({ memory }) => ({ phones: devices({ accounts: 24, perAccount: 1, memory }) }),

  steps: ({ san, nightly, phones }) => ({
    before: [work({ edits: 600 }), takeBackup(nightly)],
    disaster: [
      inject(zeroPages(san)), // Whatever lies on it reads as zeros.
      inject(powerCycle(phones.some('25%'))), // People pull the battery, as people do.
    ],
    recovery: [
      replace(san), // A new, empty disk: closed to phones until something is restored.
      restore(nightly, { order: ORDER }), // Refused where the only copy was on the same storage.
      edgeRestore(phones, { order: ORDER }), // What phones still hold comes back from them.
    ],
  }),

  promises: [nothingAcknowledgedIsLost(), validatedBeforeServing(), restoredInOrder(ORDER)],
})
