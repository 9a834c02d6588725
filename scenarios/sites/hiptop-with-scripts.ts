/** The sync service whose copies are made by a script of its own, beside it, into a vault in another town. */

import { domain, site, volume } from 'syncdrill'
import { COPY, commands } from 'syncdrill/backups'
import { specimen, specimenClient } from 'syncdrill/specimen'

/** As the drill finds it, wherever the checkout is: it stands in the plan, and so in its hash. */
const SCRIPT = ['node', './sites/scripts/vault.ts']

export function hiptopWithScripts() {
  const east = domain('site')
  const west = domain('site')
  const san = volume({ in: [east] })
  const vault = volume({ in: [west] })
  const sync = specimen({ data: san, in: [east] })
  const nightly = commands({
    beside: sync,
    to: vault,
    mountedAt: '/vault',
    every: '1d',
    take: [...SCRIPT, 'take', '/data', '/vault'],
    list: ['find', '/vault', '-name', 'night-*', '-printf', String.raw`%f\n`],
    verify: [...SCRIPT, 'verify', `/vault/${COPY}`],
    restore: [...SCRIPT, 'restore', '/data', `/vault/${COPY}`],
    stopToRestore: true,
  })
  return site({
    domains: { east, west },
    volumes: { san, vault },
    services: { sync },
    backups: { nightly },
    clients: { api: specimenClient(sync) },
  })
}
