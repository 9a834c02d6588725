/** Whoever uses a link reaches another service from now on, under the same address. */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Link, Service } from '../site/index.ts'
import { demand, wasDone } from './demand.ts'
import type { Taking } from './taking.ts'

/**
 * Devices that use the link hang up: a connection that is kept open would still reach the old service. Refused: a link
 * that nobody uses, that leads there already, or that would lead back to its own caller.
 *
 * @example repoint(sync.links.db, standby)
 */
export function repoint(link: Link, to: Service): Taking {
  return {
    is: 'step',
    name: 'repoint',
    takes: true,
    needs: ['services'],
    sideEffects: OLDER_STATE,
    on: [link, to],
    describe: (names) => [names.of(link), names.of(to)],
    check({ topology, earlier }) {
      const edge = topology.edges.find((one) => one.link === link)
      const used = edge?.from !== undefined || [...topology.clients.values()].some((client) => client.link === link)
      demand(used, 'link', 'one that a client or a service uses', `${edge?.name}, which nobody uses`)
      const name = topology.nameOf(to)
      demand(edge?.from !== to, 'to', 'another service than the one that calls', name)
      const leadsElsewhere = wasDone(earlier, 'repoint', link) || edge?.to !== to
      demand(leadsElsewhere, 'to', 'another service than the one that it leads to', name)
    },
    async run({ site, routes, fleet }) {
      await site.link(link).repoint(to)
      routes.point(link, to)
      await fleet.wire(link)?.hangUp()
      return { state: 'end' }
    },
  }
}
