/**
 * People without a network: a flight, a cellar, a trip abroad. On the wire: nothing. They edit on, and what they edit
 * waits on the device. It heals by being online again; what waited is sent then.
 */

import type { Devices } from '../../fleet/index.ts'
import type { Fault } from '../fault.ts'

/**
 * Takes devices off the network. They edit on; what they edit waits, and is sent when they are healed.
 * @example
 * inject(goOffline(phones.some('25%')))
 */
export function goOffline(devices: Devices): Fault {
  return {
    is: 'fault',
    name: 'goOffline',
    on: [devices],
    settings: {},
    needs: [],
    inject({ fleet }) {
      const gone = fleet.select(devices)
      const waiting = () => gone.reduce((sum, { outbox }) => sum + outbox.size, 0)
      const before = waiting()
      fleet.goOffline(devices)
      return Promise.resolve({
        async witness() {
          const offline = gone.filter(({ online }) => !online).length
          const unsent = offline === 0 ? 0 : waiting() - before
          return { what: `${offline} devices are offline, ${unsent} edits wait on them`, count: Math.max(0, unsent) }
        },
        heal: async () => fleet.goOnline(devices),
        isHealed: async () => gone.every(({ online }) => online),
      })
    },
  }
}
