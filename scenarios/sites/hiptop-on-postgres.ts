/** The service of `hiptop` before a PostgreSQL server on the same storage system; the nightly copy is a dump. */

import { domain, site, volume } from 'syncdrill'
import { specimen, specimenBackup, specimenClient, type Defect } from 'syncdrill/specimen'
import { postgres } from './postgres.ts'

interface Options {
  readonly backupOn?: 'san' | 'vault'
  readonly every?: '15min' | '1d'
  readonly defects?: readonly Defect[]
}

export function hiptopOnPostgres({ backupOn = 'vault', every, defects = [] }: Options = {}) {
  const east = domain('site')
  const west = domain('site')
  const san = volume({ in: [east] })
  const vault = volume({ in: [west] })
  const db = postgres({ data: san, in: [east] })
  const sync = specimen({ database: db, defects, in: [east] })
  const schedule = every ? { every, keep: 6 } : {}
  const nightly = specimenBackup({ from: sync, to: { san, vault }[backupOn], ...schedule })
  return site({
    domains: { east, west },
    volumes: { san, vault },
    services: { db, sync },
    backups: { nightly },
    clients: { api: specimenClient(sync) },
  })
}
