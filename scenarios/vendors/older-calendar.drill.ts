import { breaks, devices, drill, during, edgeRestore, fails, passes, restore, takeBackup, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { radicaleWithCalendars } from '../sites/radicale.ts'

/** A calendar server forgets nothing when it is killed; restored from an older copy, it forgets what came after. */
export default drill({
  title: 'Older calendar',
  story: 'Radicale keeps contacts, appointments and tasks. It is killed, or goes back to an older copy of its folder.',

  arms: {
    'killed while people write': { back: false, offer: false, expect: passes },
    'an older copy is restored': {
      back: true,
      offer: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: restore })),
    },
    'an older copy is restored, devices offer what is newer': { back: true, offer: true, expect: passes },
  },

  site: () => radicaleWithCalendars(),

  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 2, memory: 'durable' }) }),

  steps: ({ folder, dav, phones, arm }) => {
    const lastNight = takeBackup(folder)
    return {
      before: [work({ edits: 36 }), lastNight, work({ edits: 18 })],
      disaster: [arm.back ? restore(lastNight) : during(killService(dav), [work({ edits: 6 })])],
      recovery: [arm.offer && edgeRestore(phones), work({ edits: 6 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
