/** A service in Python that keeps bookmarks in typed columns, and shows what changed a page at a time. */

import fc from 'fast-check'
import { fileURLToPath } from 'node:url'
import { collection, compose, external, rounded, service, site, toTheSecond, volume } from 'syncdrill'
import { client, jsonOf, outcomeOf, type Row } from 'syncdrill/clients'
import { isHere } from './program.ts'

const FOLDER = new URL('./bookmarks/', import.meta.url)

/** What people keep there. The price column rounds to cents, and moments have no parts of a second. */
const bookmarks = collection('bookmarks', {
  values: {
    title: fc.lorem({ maxCount: 4 }),
    visits: fc.nat({ max: 1_000_000 }),
    price: fc.nat({ max: 999_999 }).map((mills) => mills / 1_000),
    read: fc.boolean(),
    added: fc
      .date({ min: new Date('2001-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  policy: 'lww',
  carriedIn: 'title',
  mayChange: { price: rounded(2), added: toTheSecond },
})

export function bookmarkService({ flags = [] }: { readonly flags?: readonly string[] } = {}) {
  const server = service({
    versions: {
      '1': {
        image: 'syncdrill/bookmarks:1',
        build: { context: FOLDER },
        ...(isHere('python3') && { command: ['python3', fileURLToPath(new URL('serve.py', FOLDER)), '/data'] }),
        args: flags,
      },
    },
    start: '1',
    data: { '/data': volume() },
    ready: { http: '/health' },
  })
  return site({ services: { server }, clients: { api: overHttp(server) } })
}

const SERVE = ['python3', fileURLToPath(new URL('serve.py', FOLDER)), '/data']

/** The same, by the compose file of those who run it; `next` are the flags of its next release. */
export function bookmarksInCompose({ next }: { readonly next: readonly string[] }) {
  const here = isHere('python3') ? { command: SERVE } : {}
  return compose(
    new URL('docker-compose.yml', FOLDER),
    { services: { server: { ...here, ready: { http: '/health' }, versions: { next: { ...here, args: next } } } } },
    ({ server }) => ({ clients: { api: overHttp(server) } }),
  )
}

/** The same service where somebody else runs it: the command line says where. */
export function bookmarksElsewhere() {
  const provider = external()
  return site({ services: { provider }, clients: { api: overHttp(provider) } })
}

interface Shown {
  readonly id: string
  readonly title: string
  readonly visits: number
  readonly price: number
  readonly read: boolean
  readonly added: string
  readonly deleted: number
}

const overHttp = client({
  carries: [bookmarks],
  connect: async ({ send }, { user }) => ({
    push: async ({ id, fields }) => {
      const path = `/${user}/${encodeURIComponent(id)}`
      const answer = fields ? await send('PUT', path, { body: JSON.stringify(fields) }) : await send('DELETE', path)
      // Nobody else answers so: a page that says 200 proves nothing.
      return outcomeOf(answer, { acked: [204], rejected: [422] })
    },
    pull: async (cursor) => {
      const rows: Row[] = []
      for (let after = Number(cursor ?? 0); ;) {
        const page = jsonOf(await send('GET', `/${user}?after=${after}`))
        const { rows: shown, next, more } = page as { rows: Shown[]; next: number; more: boolean }
        rows.push(...shown.map(rowOf))
        if (!more) return { kind: cursor === undefined ? 'full' : 'delta', rows, cursor: String(next) }
        after = next
      }
    },
  }),
})

function rowOf({ id, deleted, title, visits, price, read, added }: Shown): Row {
  const place = { id, collection: bookmarks.name }
  return deleted ? place : { ...place, fields: { title, visits, price, read, added } }
}
