import {
  announce,
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
import { destroy } from 'syncdrill/faults'
import { announcementsAreTrue, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from '../sites/hiptop.ts'

const UNTRUE = fails(breaks(announcementsAreTrue, 'untrue'))

/** What was reported of October 2009; the words are ours. */
const REPORTED = 'reported, not in these words: T-Mobile to Sidekick users, 10 October 2009 (Wikipedia)'

/**
 * The same disaster and the same restore, with other words. What is said too early is as wrong as what is said to be
 * lost for good and comes back: users throw away phones that hold the last copy.
 */
export default drill({
  title: 'Announcements',
  story:
    'The disk is lost, and last night is restored; phones bring back what is newer. What are users told, and when?',
  sources: ['Letter by Roz Ho to Sidekick users, 15 October 2009', REPORTED],

  arms: {
    'says what is so': { too: 'nothing', expect: passes },
    'says complete too early': { too: 'early', expect: UNTRUE },
    'says that all is lost': { too: 'dark', expect: UNTRUE },
  },

  site: () => hiptop(),
  fleet: () => ({ phones: devices({ accounts: 4, perAccount: 1, memory: 'durable' }) }),

  steps: ({ san, nightly, phones, arm }) => ({
    before: [work({ edits: 72 }), takeBackup(nightly), work({ edits: 48 })],
    disaster: [inject(destroy(san))],
    recovery: [
      arm.too === 'dark' &&
        announce('Your data have almost certainly been lost.', { lost: 'everything', cites: REPORTED }),
      replace(san),
      restore(nightly), // As of last night: what phones wrote after that is missing.
      arm.too === 'early' && announce('Your contacts are complete.', { complete: ['contacts'] }),
      arm.too === 'nothing' && announce('Your contacts will be complete soon.', { back: ['contacts'], within: '5min' }),
      edgeRestore(phones),
      announce('Everything is there again.', { complete: 'everything' }),
    ],
  }),

  promises: [announcementsAreTrue(), nothingAcknowledgedIsLost()],
})
