/**
 * A rolling restart, as every deployment does it: the server ends in good order and starts again at once. On the wire:
 * connections close, some are refused for a moment. Nothing is left to heal, unless it does not come up again; what it
 * kept in memory only is gone.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { isGone, isRunning, revive } from './witness/incarnation.ts'

/**
 * Ends a service in good order and starts it again at once. Nothing is left to heal.
 * @example
 * inject(restartService(sync))
 */
export function restartService(service: Service): Fault {
  return {
    is: 'fault',
    name: 'restartService',
    on: [service],
    settings: {},
    needs: ['stop'],
    sideEffects: OLDER_STATE,
    async inject({ site, topology }) {
      const before = site.state(service)
      await site.stop(service)
      // One that does not come up has been told of by its runtime, and is started again when it is to be healed.
      await revive(site, service).catch(() => undefined)
      return {
        witness: async () => isGone(site, topology, service, before),
        heal: () => revive(site, service),
        isHealed: async () => isRunning(site, service),
      }
    },
  }
}
