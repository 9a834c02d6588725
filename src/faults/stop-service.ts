/**
 * A server is shut down in good order: it is asked to end, answers what it has begun, and leaves. What it held in
 * memory only should be on disk by then. On the wire: new connections are refused. It heals by being started again.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { isGone, isRunning, revive } from './witness/incarnation.ts'

/**
 * Asks a service to end, and waits until it has. Healed, it starts again on the same volumes.
 * @example
 * inject(stopService(sync))
 */
export function stopService(service: Service): Fault {
  return {
    is: 'fault',
    name: 'stopService',
    on: [service],
    settings: {},
    needs: ['stop'],
    sideEffects: OLDER_STATE,
    async inject({ site, topology }) {
      const before = site.state(service)
      await site.stop(service)
      return {
        witness: async () => isGone(site, topology, service, before),
        heal: () => revive(site, service),
        isHealed: async () => isRunning(site, service),
      }
    },
  }
}
