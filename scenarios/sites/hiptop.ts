/** One sync service on one storage system, and a nightly copy on the same storage or in a vault elsewhere. */

import { domain, site, volume } from 'syncdrill'
import { specimen, specimenBackup, specimenClient, type Defect } from 'syncdrill/specimen'

interface Options {
  readonly backupOn?: 'san' | 'vault'
  readonly every?: '15min' | '1d'
  readonly defects?: readonly Defect[]
}

export function hiptop({ backupOn = 'vault', every, defects = [] }: Options = {}) {
  const east = domain('site')
  const west = domain('site')
  const san = volume({ in: [east] })
  const vault = volume({ in: [west] })
  const sync = specimen({ data: san, defects, in: [east] })
  const schedule = every ? { every, keep: 6 } : {}
  const nightly = specimenBackup({ from: sync, to: { san, vault }[backupOn], ...schedule })
  return site({
    domains: { east, west },
    volumes: { san, vault },
    services: { sync },
    backups: { nightly },
    clients: { api: specimenClient(sync) },
  })
}
