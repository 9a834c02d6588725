/** The service before PostgreSQL, with copies in a vault: a dump, or a base backup beside the archive of the log. */

import { domain, site, volume } from 'syncdrill'
import { pgArchive } from 'syncdrill/backups'
import { specimen, specimenBackup, specimenClient } from 'syncdrill/specimen'
import { postgres } from './postgres.ts'

export function hiptopWithArchive({ copies }: { readonly copies: 'dump' | 'log' }) {
  const east = domain('site')
  const west = domain('site')
  const san = volume({ in: [east] })
  const vault = volume({ in: [west] })
  const db = postgres({ data: san, start: '17', in: [east] })
  const sync = specimen({ database: db, in: [east] })
  const copy = copies === 'dump' ? specimenBackup({ from: sync, to: vault }) : pgArchive({ from: db, to: vault })
  return site({
    domains: { east, west },
    volumes: { san, vault },
    services: { db, sync },
    backups: { copy },
    clients: { api: specimenClient(sync) },
  })
}
