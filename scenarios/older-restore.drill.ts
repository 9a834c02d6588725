import { breaks, devices, drill, fails, passes, programs, restore, takeBackup, tell, work } from 'syncdrill'
import { vdirsyncer } from 'syncdrill/fleet'
import { deletedStaysDeleted, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { radicale } from './sites/radicale.ts'
import { laptop } from './sites/vdirsyncer.ts'

/** The newer contacts go from the server, and then, by a program that does what it was told, from the laptops. */
const BELIEVED = fails(breaks(nothingAcknowledgedIsLost, { collections: ['contacts'], by: restore }))

/** The server goes back one day; a real client believes it, and deletes the newer contacts from its own disk. */
export default drill({
  title: 'Older restore',
  story: 'Radicale is restored from an older copy of its folder while devices hold newer contacts.',

  arms: {
    'restore and carry on': { release: 'bookworm', forget: false, expect: BELIEVED },
    'laptops forget their sync status first': { release: 'bookworm', forget: true, expect: passes },
    'restore and carry on, two years newer': { release: 'trixie', forget: false, expect: BELIEVED },
    'laptops forget first, two years newer': { release: 'trixie', forget: true, expect: passes },
  },

  site: ({ release }) => radicale({ start: release === 'bookworm' ? '3.1' : '3.5' }),

  fleet: ({ release }) => {
    const laptops = programs(vdirsyncer({ conflict: 'device wins', run: laptop[release] }), { accounts: 4 })
    return { laptops, phones: devices({ accounts: laptops.accounts, memory: 'durable' }) }
  },

  steps: ({ folder, laptops, arm }) => {
    const lastNight = takeBackup(folder)
    return {
      before: [work({ edits: 60 }), lastNight, work({ edits: 40 })],
      disaster: [restore(lastNight)],
      recovery: [arm.forget && tell(laptops, 'forget status'), work({ edits: 10 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
  // The runbook brings a deleted contact back: known, and accepted.
  waives: [deletedStaysDeleted],
})
