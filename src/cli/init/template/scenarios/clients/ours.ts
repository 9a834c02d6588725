/**
 * How a device talks to your service: the one adapter that you write. `npx syncdrill check crash` tries it, and says in
 * plain words what is wrong with it.
 */

import { client, jsonOf, outcomeOf, type Answer, type Change, type Row, type Send, type View } from 'syncdrill/clients'

export const ours = client({
  // Which kinds of records your service takes, out of contacts, calendar, notes, tasks, photos and scores.
  carries: ['notes', 'contacts'],
  // One session is one device, signed in to one account.
  connect: ({ send }, { user }) =>
    Promise.resolve({ push: (change) => push(send, user, change), pull: () => pull(send, user) }),
})

/**
 * Sends one change. `body` is a text that your service must give back as it is; undefined deletes. The outcome is
 * `acked` only when the service said that it is saved, `rejected` only when it said that it is not: everything else,
 * and no answer at all, is indeterminate.
 */
async function push(send: Send, user: string, { collection, id, body, basedOn }: Change) {
  const path = `/${encodeURIComponent(user)}/${encodeURIComponent(id)}`
  // `basedOn` is the tag of the version that the person was looking at: a service that knows conflicts wants it.
  const headers = { 'if-match': basedOn }
  const answer =
    body === undefined
      ? await send('DELETE', path, { headers })
      : await send('PUT', path, { headers, body: JSON.stringify({ kind: collection, body }) })
  return outcomeOf(answer, { acked: [200], rejected: [412], tag: tagIn(answer), id })
}

const tagIn = (answer: Answer): string | undefined =>
  answer.status === 200 ? String((jsonOf(answer) as Stored).version) : undefined

/**
 * Reads all that the account has, to the last page. A service that tells what changed since a cursor gets
 * `pull(cursor)`, and answers with `{ kind: 'delta', rows, cursor }`, where a row without a body was deleted.
 */
async function pull(send: Send, user: string): Promise<View> {
  // `jsonOf` throws where the answer is no JSON, or an error: what could not be read is no empty account.
  const stored = jsonOf(await send('GET', `/${encodeURIComponent(user)}`)) as readonly Stored[]
  const rows: Row[] = stored.map(({ id, kind, body, version }) => ({ id, collection: kind, body, tag: `${version}` }))
  return { kind: 'full', rows }
}

/** As the service shows a record. */
interface Stored {
  readonly id: string
  readonly kind: 'notes' | 'contacts'
  readonly body: string
  readonly version: number
}
