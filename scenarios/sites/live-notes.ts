/** A small service whose devices each hold a WebSocket, and the client that they use. */

import { fileURLToPath, pathToFileURL } from 'node:url'
import { service, site, volume } from 'syncdrill'
import { client, NoAnswer, Unreadable, type Change, type Outcome } from 'syncdrill/clients'
import type { Answer, Question } from './live-notes/server.ts'

const FOLDER = new URL('./live-notes/', import.meta.url)
const WS = new URL('./', import.meta.resolve('ws'))

/** `forgets keys`: of a change that comes again it does not know that it has it. */
export function liveNotes({ server }: { readonly server: 'knows keys' | 'forgets keys' }) {
  const live = service({
    versions: {
      '1': {
        command: ['node', fileURLToPath(new URL('server.ts', FOLDER)), '/data'],
        image: 'syncdrill/live-notes:1',
        build: { context: FOLDER, with: { node: pathToFileURL(process.execPath), 'node_modules/ws': WS } },
        args: server === 'forgets keys' ? ['--forgets-keys'] : [],
      },
    },
    start: '1',
    data: { '/data': volume() },
    ready: { http: '/' },
  })
  return site({ services: { live }, clients: { notes: overWebSocket(live) } })
}

const overWebSocket = client({
  carries: ['notes'],
  policies: { notes: 'lww' },
  connect: async ({ webSocket }, { user }) => {
    const socket = await webSocket(`/live?${new URLSearchParams({ user }).toString()}`)
    const waiting = new Map<number, (answer: Answer) => void>()
    let asked = 0
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer
      waiting.get(answer.answer)?.(answer)
      waiting.delete(answer.answer)
    })
    // Whoever waits when the connection ends is told so by the link.
    const ask = (question: Omit<Question, 'ask'>): Promise<Answer> => {
      if (socket.readyState !== socket.OPEN) throw new NoAnswer('the WebSocket is closed')
      asked += 1
      const { promise, resolve } = Promise.withResolvers<Answer>()
      waiting.set(asked, resolve)
      socket.send(JSON.stringify({ ask: asked, ...question }))
      return promise
    }
    return {
      push: async (change) => outcomeOf(await ask({ put: putOf(change) })),
      pull: async () => {
        const { rows } = await ask({})
        if (!rows) throw new Unreadable('expected rows, got none')
        return { kind: 'full', rows: rows.map((row) => ({ ...row, collection: 'notes' as const })) }
      },
      close: () => Promise.resolve(socket.close()),
    }
  },
})

function putOf({ id, as, body, basedOn, key }: Change): NonNullable<Question['put']> {
  return { ...(as !== 'new' && { id }), ...(body !== undefined && { body }), ...(basedOn && { on: basedOn }), key }
}

function outcomeOf({ done, refused }: Answer): Outcome {
  if (done) return { is: 'acked', ...done }
  if (refused !== undefined) return { is: 'rejected', why: refused }
  return { is: 'indeterminate', why: 'neither done nor refused' }
}
