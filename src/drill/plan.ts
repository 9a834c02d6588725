/** The compiled drill as plain values: what `plan` prints, what the ledger opens with, what the plan hash covers. */

import type { Roster } from '../fleet/index.ts'
import type { Plan } from '../ledger/index.ts'
import type { Domain, Topology } from '../site/index.ts'
import { planned, type Numbered } from './tree.ts'

export function planOf(topology: Topology, roster: Roster, steps: readonly Numbered[]): Plan {
  const namesOf = (handles: readonly Domain[]) => handles.map((one) => topology.nameOf(one))
  return {
    services: [...topology.services].map(([name, service]) => ({
      name,
      versions: Object.keys(service.versions),
      start: service.start,
      data: Object.fromEntries(Object.entries(service.data).map(([path, volume]) => [path, topology.nameOf(volume)])),
      domains: namesOf(service.in),
    })),
    volumes: [...topology.volumes].map(([name, volume]) => ({ name, domains: namesOf(volume.in) })),
    domains: [...topology.domains].map(([name, { kind }]) => ({ name, kind })),
    links: topology.edges.map(({ name }) => name),
    clients: [...topology.clients].map(([name, { service, carries }]) => ({
      name,
      service: topology.nameOf(service),
      carries,
    })),
    backups: [...topology.backups].map(([name, { of, to, everyMs }]) => ({
      name,
      of: topology.nameOf(of),
      to: to ? topology.nameOf(to) : '',
      ...(everyMs !== undefined && { every: everyMs }),
    })),
    devices: roster.devices.map(({ name, group, account, memory }) => ({ name, group, account, memory })),
    accounts: roster.accounts,
    steps: steps.map(planned),
  }
}
