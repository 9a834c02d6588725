/** How a device talks to the small service. */

import { client, jsonOf, outcomeOf, type Answer, type Change, type Row, type Send, type View } from 'syncdrill/clients'

interface Stored {
  readonly id: string
  readonly class: 'notes' | 'contacts'
  readonly body: string
  readonly version: number
}

export const small = client({
  carries: ['notes', 'contacts'],
  connect: ({ send }, { user }) =>
    Promise.resolve({ push: (change) => push(send, user, change), pull: () => pull(send, user) }),
})

async function push(send: Send, user: string, { class: kind, id, body, basedOn }: Change) {
  const path = `/${encodeURIComponent(user)}/${encodeURIComponent(id)}`
  const headers = { 'if-match': basedOn }
  const answer =
    body === undefined
      ? await send('DELETE', path, { headers })
      : await send('PUT', path, { headers, body: JSON.stringify({ class: kind, body }) })
  return outcomeOf(answer, { acked: [200], rejected: [412], tag: tagIn(answer), id })
}

const tagIn = (answer: Answer): string | undefined =>
  answer.status === 200 ? String((jsonOf(answer) as Stored).version) : undefined

async function pull(send: Send, user: string): Promise<View> {
  const stored = jsonOf(await send('GET', `/${encodeURIComponent(user)}`)) as readonly Stored[]
  const rows: Row[] = stored.map(({ id, class: kind, body, version }) => ({ id, class: kind, body, tag: `${version}` }))
  return { kind: 'full', rows }
}
