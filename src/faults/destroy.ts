/**
 * Gone for good: a fire, a deleted account, a disk array that never comes back. On the disk: nothing. What runs on it
 * is killed first, for a process goes on serving a file that was unlinked. Only a new part in its place helps.
 * OVHcloud, Strasbourg, March 2021: one building burnt, with backups that lay in another room of it.
 */

import { OLDER_STATE } from '../ledger/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Domain, Service, Topology, Volume } from '../site/index.ts'
import type { Damage } from './fault.ts'

/**
 * Destroys a service with its volumes, a volume, or everything in a domain. Only a new part in its place helps:
 * `replace`.
 * @example
 * inject(destroy(site.domains.berlin))
 */
export function destroy(target: Service | Volume | Domain): Damage {
  return {
    is: 'damage',
    name: 'destroy',
    on: [target],
    settings: {},
    needs: ['kill', 'volumes'],
    sideEffects: OLDER_STATE,
    async inject({ site, topology }) {
      const { services, volumes } = reach(topology, target)
      const running = services.filter((service) => site.state(service).incarnation !== undefined)
      const there = await existing(site, volumes)
      for (const service of services) await site.kill(service)
      for (const volume of volumes) await site.volume(volume).remove()
      return {
        took: volumes.map((volume) => ({ kind: 'volume', volume: topology.nameOf(volume) })),
        async witness() {
          const left = await existing(site, there)
          const gone = there.filter((volume) => !left.includes(volume))
          const dead = running.filter((service) => site.state(service).incarnation === undefined)
          const names = [...dead, ...gone].map((part) => topology.nameOf(part))
          return { what: `gone: ${names.join(', ') || 'nothing'}`, count: names.length }
        },
      }
    },
  }
}

function reach(
  topology: Topology,
  target: Service | Volume | Domain,
): {
  readonly services: readonly Service[]
  readonly volumes: readonly Volume[]
} {
  const within = target.is === 'domain' ? topology.within(target) : { services: [], volumes: [] }
  const own = target.is === 'service' ? [target] : within.services
  const volumes = new Set(target.is === 'volume' ? [target] : within.volumes)
  // A service is lost with its own disks; copies of it that lie elsewhere stay.
  if (target.is === 'service') for (const volume of Object.values(target.data)) volumes.add(volume)
  const users = [...volumes].flatMap((volume) => topology.usersOf(volume).map(({ service }) => service))
  return { services: [...new Set([...own, ...users])], volumes: [...volumes] }
}

async function existing(site: RunningSite, volumes: readonly Volume[]): Promise<readonly Volume[]> {
  const exist = await Promise.all(volumes.map((volume) => site.volume(volume).exists()))
  return volumes.filter((_, index) => exist[index])
}
