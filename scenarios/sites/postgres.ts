/** PostgreSQL of a Debian release, in an image of ours: what it becomes is said by its environment. */

import { service, type Domain, type Volume } from 'syncdrill'

const context = new URL('postgres/', import.meta.url)

export function postgres({ data, in: domains = [] }: { readonly data: Volume; readonly in?: readonly Domain[] }) {
  return service({
    versions: {
      '15': { image: 'syncdrill/postgres:15', build: { context, args: { RELEASE: 'bookworm' } } },
      '17': { image: 'syncdrill/postgres:17', build: { context, args: { RELEASE: 'trixie' } } },
    },
    start: '15',
    data: { '/var/lib/postgresql/data': data },
    ready: { logs: /database system is ready to accept connections/ },
    in: domains,
  })
}
