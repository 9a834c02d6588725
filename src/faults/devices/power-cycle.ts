/**
 * People pull the battery, as people do when a phone misbehaves. On the device: volatile memory is gone, durable memory
 * stays. Nothing heals it. Sidekick users were told in October 2009 not to, because phones held the last copy.
 */

import type { Devices } from '../../fleet/index.ts'
import type { Damage } from '../fault.ts'

/**
 * Takes the power from devices: volatile memory is gone, durable memory stays.
 * @example
 * inject(powerCycle(phones.some('30%')))
 */
export function powerCycle(devices: Devices): Damage {
  return {
    is: 'damage',
    name: 'powerCycle',
    on: [devices],
    settings: {},
    needs: [],
    async inject({ fleet }) {
      const before = new Map(fleet.select(devices).map((device) => [device.name, device.store]))
      const cycled = await fleet.powerCycle(devices)
      const volatile = cycled.filter(({ memory }) => memory === 'volatile')
      return {
        took: volatile.map(({ device }) => ({ kind: 'device', device })),
        async witness() {
          const now = fleet.select(devices)
          // A store of its own is what a device is given when its memory is gone; a durable one is the same as before.
          const renewed = now.filter(({ name, store }) => store !== before.get(name)).length
          const kept = cycled.length - volatile.length
          const held = volatile.reduce((sum, { lost }) => sum + lost.length, 0)
          const lost = `${renewed} of ${volatile.length} volatile devices lost what they held, ${held} records`
          const what = [...(volatile.length > 0 ? [lost] : []), `${kept} durable ones kept it`].join('; ')
          return { what, count: renewed + kept }
        },
      }
    },
  }
}
