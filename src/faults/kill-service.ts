/**
 * A server process dies at once: a crash, the kernel's out-of-memory killer, `kill -9`. Nothing is flushed, nobody is
 * told. On the wire: connections are reset, new ones are refused. It heals by being started again on the same disk, by
 * its supervisor where it has one.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { isGone, isRunning, revive } from './witness/incarnation.ts'

/**
 * Kills the processes of a service at once, like `kill -9`: nothing is flushed. Healed, it starts on the same volumes;
 * one with a supervisor (`restart`) comes back by itself before that.
 * @example
 * const crash = killService(sync)
 * [during(work({ edits: 50 }), [inject(crash)]), heal(crash)]
 */
export function killService(service: Service): Fault {
  return {
    is: 'fault',
    name: 'killService',
    on: [service],
    settings: {},
    needs: ['kill'],
    sideEffects: OLDER_STATE,
    async inject({ site, topology }) {
      const before = site.state(service)
      await site.crash(service)
      return {
        witness: async () => isGone(site, topology, service, before),
        heal: () => revive(site, service),
        isHealed: async () => isRunning(site, service),
      }
    },
  }
}
