/** PostgreSQL of a Debian release, in an image of ours: what it becomes is said by its environment. */

import { service, type Domain, type Volume } from 'syncdrill'

const context = new URL('postgres/', import.meta.url)

/** By its own version: 15 is bookworm's, 17 is trixie's. */
export const POSTGRES = {
  '15': { image: 'syncdrill/postgres:15', build: { context, args: { RELEASE: 'bookworm' } } },
  '17': { image: 'syncdrill/postgres:17', build: { context, args: { RELEASE: 'trixie' } } },
}

export function postgres({ data, in: domains = [] }: { readonly data: Volume; readonly in?: readonly Domain[] }) {
  return service({
    versions: POSTGRES,
    start: '15',
    data: { '/var/lib/postgresql/data': data },
    ready: { logs: /ready to accept connections/ },
    in: domains,
  })
}
