/**
 * People reset a device to how it left the factory, as the last advice of many a help desk. On the device: everything
 * is gone, durable memory too; it signs in again and shows what the server has. Nothing heals it.
 */

import type { Devices } from '../../fleet/index.ts'
import { emptied } from './emptied.ts'
import type { Damage } from '../fault.ts'

/**
 * Empties devices, durable memory too: what was unsent is gone, and they show what the server has.
 * @example
 * inject(factoryReset(phones.some('10%')))
 */
export function factoryReset(devices: Devices): Damage {
  return emptied('factoryReset', devices, 'reset')
}
