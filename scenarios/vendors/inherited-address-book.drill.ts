import { breaks, devices, drill, fails, inject, passes, put, replace, restore, takeBackup, work } from 'syncdrill'
import { destroy } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost, whatWasThereStays } from 'syncdrill/promises'
import { radicale } from '../sites/radicale.ts'

/** People had address books before the service came. Setting it up again from an old export gives back an old book. */
export default drill({
  title: 'Inherited address book',
  story:
    'Radicale is set up from a folder of cards. Its disk is lost, and it comes back from a copy or from an export.',

  arms: {
    "from last night's copy": { from: 'a copy', expect: passes },
    "from last year's export": {
      from: 'an export',
      expect: fails(
        breaks(whatWasThereStays, { by: destroy }),
        breaks(nothingAcknowledgedIsLost, { acknowledged: 'before', by: destroy }),
      ),
    },
  },

  site: () => radicale(),

  fleet: () => ({ phones: devices({ accounts: ['ada', 'ben'], memory: 'volatile' }) }),

  steps: ({ dav, collections, folder, arm }) => {
    const lastNight = takeBackup(folder)
    const setUpFrom = (cards: string) => put(cards, { on: collections, as: 'collection-root' })
    return {
      given: [setUpFrom('../sites/radicale/people/this-year')],
      before: [work({ edits: 24 }), lastNight],
      disaster: [inject(destroy(collections))],
      recovery: [
        replace(collections),
        replace(dav),
        arm.from === 'a copy' ? restore(lastNight) : setUpFrom('../sites/radicale/people/last-year'),
        work({ edits: 6 }),
      ],
    }
  },

  promises: [nothingAcknowledgedIsLost(), whatWasThereStays()],
})
