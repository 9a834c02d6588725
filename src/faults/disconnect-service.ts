/**
 * A server loses its network and goes on running: a cable, a switch, a firewall rule too many. On the wire: nothing
 * arrives and nothing leaves, nobody is told. It heals by being connected again; what it did meanwhile is still there.
 * GitHub, October 2018: 43 seconds between two coasts, and writes on both sides that the other had not seen.
 */

import type { Service } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { orUndo } from './orderly.ts'
import { answers } from './witness/probe.ts'

/**
 * Takes a service off its network while it runs on; nobody is told. Needs containers.
 * @example
 * inject(disconnectService(primary))
 */
export function disconnectService(service: Service): Fault {
  return {
    is: 'fault',
    name: 'disconnectService',
    on: [service],
    settings: {},
    needs: ['network'],
    async inject({ site, topology }) {
      const name = topology.nameOf(service)
      const before = site.state(service)
      // Whoever is off the network already, or does not run, is not touched, and not brought back either.
      const touched = before.incarnation !== undefined && (await site.isConnected(service))
      const address = touched ? site.direct(service) : undefined
      const reconnect = async () => {
        if (touched && !(await site.isConnected(service))) await site.connect(service)
      }
      if (touched) await orUndo(() => site.disconnect(service), reconnect)
      return {
        async witness() {
          if (!address) return { what: `${name} was not running on a network`, count: 0 }
          const off = !(await site.isConnected(service))
          const silent = !(await answers(address))
          const alive = site.state(service).incarnation === before.incarnation
          const what =
            `${name} is ${off ? 'on no network' : 'connected'}, ${silent ? 'nobody answers' : 'it answers'} at its ` +
            `address, and it ${alive ? 'runs on' : 'does not run on'}`
          return { what, count: off && silent && alive ? 1 : 0 }
        },
        heal: reconnect,
        async isHealed() {
          if (!touched || site.state(service).status !== 'running') return true
          return (await site.isConnected(service)) && answers(site.direct(service))
        },
      }
    },
  }
}
