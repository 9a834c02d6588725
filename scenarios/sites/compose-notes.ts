/** A web service and its store, as their own compose file has them, and the client of their notes. */

import { compose, volume } from 'syncdrill'
import { commands, COPY } from 'syncdrill/backups'
import { client, outcomeOf, Unreadable, type Row } from 'syncdrill/clients'

const FOLDER = new URL('./compose-notes/', import.meta.url)

/** `never`: the store leaves to its language when it writes to the disk. */
export function composeNotes({ flush }: { readonly flush: 'always' | 'never' }) {
  const vault = volume()
  return compose(
    new URL('docker-compose.yml', FOLDER),
    {
      services: { web: { calls: ['db'] }, db: {} },
      ...(flush === 'never' && { envFiles: [new URL('careless.env', FOLDER)] }),
    },
    ({ web }) => ({
      clients: { notes: overHttp(web) },
      volumes: { vault },
      backups: {
        ours: commands({
          inside: web,
          to: vault,
          take: ['copies', 'take'],
          list: ['copies', 'list'],
          restore: ['copies', 'restore', COPY],
        }),
      },
    }),
  )
}

const overHttp = client({
  carries: ['notes'],
  policies: { notes: 'lww' },
  connect: async ({ send }, { user }) => ({
    push: async ({ id, body }) => {
      const path = `/notes/${user}/${id}`
      const answer = await (body === undefined ? send('DELETE', path) : send('PUT', path, { body }))
      const isOurs = answer.status !== 200 || /^\d+$/.test(answer.text)
      if (!isOurs) throw new Unreadable(`expected the number of a change, got '${answer.text.slice(0, 80)}'`)
      return outcomeOf(answer, { acked: [200], rejected: [400, 404], tag: answer.text, id })
    },
    pull: async () => {
      const { status, text } = await send('GET', `/notes/${user}`)
      if (status !== 200) throw new Unreadable(`expected 200, got ${status}`)
      return { kind: 'full', rows: text.split('\n').filter(Boolean).map(rowOf) }
    },
  }),
})

function rowOf(line: string): Row {
  const [, id, tag, body] = /^(\S+) (\S+) ([0-9a-f]+)$/.exec(line) ?? []
  if (id === undefined || tag === undefined || body === undefined)
    throw new Unreadable(`expected a note, got '${line.slice(0, 80)}'`)
  return { id, collection: 'notes', tag, body: Buffer.from(body, 'hex').toString() }
}
