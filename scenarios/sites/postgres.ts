/** PostgreSQL of a Debian release, in an image of ours: what it becomes is said by its environment. */

import { service, type Domain, type Volume } from 'syncdrill'

const context = new URL('postgres/', import.meta.url)

/** By its own version: 15 is bookworm's, 17 is trixie's. */
export const POSTGRES = {
  '15': { image: 'syncdrill/postgres:15', build: { context, args: { RELEASE: 'bookworm' } } },
  '17': { image: 'syncdrill/postgres:17', build: { context, args: { RELEASE: 'trixie' } } },
}

interface Options {
  readonly data: Volume
  readonly start?: '15' | '17'
  readonly in?: readonly Domain[]
}

export function postgres({ data, start = '15', in: domains = [] }: Options) {
  return service({
    versions: POSTGRES,
    start,
    data: { '/var/lib/postgresql/data': data },
    ready: { logs: /ready to accept connections/ },
    in: domains,
  })
}
