/** Devices that are emptied, by a reset or by being replaced: what both do, and how it is seen. */

import type { Devices } from '../../fleet/index.ts'
import type { Damage } from '../fault.ts'

export function emptied(name: string, devices: Devices, state: 'reset' | 'replaced'): Damage {
  return {
    is: 'damage',
    name,
    on: [devices],
    settings: {},
    needs: [],
    async inject({ fleet }) {
      const before = new Map(fleet.select(devices).map((device) => [device.name, device.store]))
      const emptiedOnes = await fleet.empty(devices, state)
      const held = emptiedOnes.reduce((sum, { lost }) => sum + lost.length, 0)
      return {
        took: emptiedOnes.map(({ device }) => ({ kind: 'device', device })),
        async witness() {
          const renewed = fleet.select(devices).filter((device) => device.store !== before.get(device.name)).length
          return { what: `${renewed} devices were ${state} and lost ${held} records`, count: renewed }
        },
      }
    },
  }
}
