/**
 * A device is lost or broken, and its owner gets another one: same account, nothing on it. What was unsent is gone with
 * the old one. Nothing heals it.
 */

import type { Devices } from '../../fleet/index.ts'
import { emptied } from './emptied.ts'
import type { Damage } from '../fault.ts'

/**
 * Gives the owners of devices new ones of the same account, with nothing on them; what was unsent is gone.
 * @example
 * inject(replaceDevice(phones.some('10%')))
 */
export function replaceDevice(devices: Devices): Damage {
  return emptied('replaceDevice', devices, 'replaced')
}
