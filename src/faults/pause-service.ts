/**
 * A server stands still without dying: a long garbage collection, a frozen virtual machine, a stuck disk. On the wire:
 * connections are accepted by the kernel and nobody answers. It heals by being resumed where it stood.
 */

import type { Service } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { answers } from './witness/probe.ts'

/**
 * Freezes a service: connections are accepted, nobody answers. Healed, it goes on where it stood.
 * @example
 * inject(pauseService(sync))
 */
export function pauseService(service: Service): Fault {
  return {
    is: 'fault',
    name: 'pauseService',
    on: [service],
    settings: {},
    needs: ['pause'],
    async inject({ site, topology }) {
      const wasRunning = site.state(service).status === 'running'
      if (wasRunning) await site.pause(service)
      return {
        async witness() {
          const name = topology.nameOf(service)
          if (!wasRunning) return { what: `${name} was not running`, count: 0 }
          const silent = !(await answers(site.direct(service)))
          return { what: `${name} ${silent ? 'accepts and does not answer' : 'still answers'}`, count: silent ? 1 : 0 }
        },
        async heal() {
          if (site.state(service).status === 'paused') await site.resume(service)
        },
        isHealed: async () =>
          !wasRunning || (site.state(service).status === 'running' && answers(site.direct(service))),
      }
    },
  }
}
