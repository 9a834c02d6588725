import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { askSomebody, type Question } from './ask.ts'
import { wayToAsk } from './way.ts'

const QUESTION: Question = { drill: 'd', arm: 'a', run: 'r', step: 'recovery.1', what: 'Restore it.', withinMs: 20_000 }

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** Asks a webhook of that kind, on loopback. */
async function replyOf(answer: Answer, question: Partial<Question> = {}, token?: string) {
  const server = createServer((request, response) => {
    void text(request).then((body) => answer(request, response, body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`)
  const way = { through: 'webhook', url, ...(token !== undefined && { token }) } as const
  const site = { execute: () => Promise.reject(new Error('no command is to run')) }
  try {
    const signal = new AbortController().signal
    const { by, ...reply } = await askSomebody({ ...QUESTION, ...question }, { site, signal, way })
    return { ...reply, by: by.replace(url.host, '<host>'), words: reply.words.replaceAll(url.host, '<host>') }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const says =
  (reply: object): Answer =>
  (_, response) =>
    void response.end(JSON.stringify(reply))

test('a webhook replies at once, and says who did it, or is named by its host', async () => {
  expect(await replyOf(says({ reply: 'done', words: 'copy of 02:00', by: 'kim' }))).toEqual({
    reply: 'done',
    words: 'copy of 02:00',
    by: 'kim',
    through: 'webhook',
  })
  expect(await replyOf(says({ reply: 'declined' }))).toMatchObject({ reply: 'declined', words: '', by: '<host>' })
})

test('a webhook points to where its reply will be, and is asked there until it has one', async () => {
  const asked: string[] = []
  const reply = await replyOf(
    (request, response, body) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`)
      if (asked.length < 3) response.writeHead(202, { location: '/replies/1', 'retry-after': '0' }).end('later')
      else response.end(JSON.stringify({ reply: 'done' }))
    },
    {},
    'token-1',
  )
  expect(reply).toMatchObject({ reply: 'done' })
  expect(asked).toEqual([
    `POST /secret-path Bearer token-1 ${JSON.stringify(QUESTION)}`,
    'GET /replies/1 Bearer token-1 ',
    'GET /replies/1 Bearer token-1 ',
  ])
})

test.each<[string, Answer, RegExp]>([
  ['hangs', () => undefined, /^nobody replied within 100ms$/],
  ['never has a reply', (_, response) => response.writeHead(202, { location: '/1' }).end(), /^nobody replied within/],
  ['fails', (_, response) => response.writeHead(500).end('on fire'), /^http:\/\/<host> answered 500: on fire$/],
  ['says something else', says({ reply: 'maybe' }), /expected \{ "reply": "done" or "declined".*maybe/],
  ['points elsewhere', (_, response) => response.writeHead(202, { location: 'http://x/' }).end(), /at http:\/\/x$/],
  ['points nowhere', (_, response) => response.writeHead(202).end(), /without a Location/],
  ['says too much', (_, response) => response.end('x'.repeat(200_000)), /longer than 100000 characters/],
])('a webhook that %s: nobody replied, and why is told', async (_, answer, why) => {
  const reply = await replyOf(answer, { withinMs: 100 })
  expect(reply).toEqual({ reply: 'none', by: '<host>', through: 'webhook', words: expect.stringMatching(why) })
})

test('whoever ends the run ends the question', async () => {
  const ending = new AbortController()
  const site = { execute: () => new Promise<never>(() => undefined) }
  const asking = askSomebody(QUESTION, { site, signal: ending.signal, way: { through: 'command', argv: ['x'] } })
  ending.abort(new Error('interrupted'))
  await expect(asking).rejects.toThrow('interrupted')
})

test('the way is said in the environment, and one at a time', () => {
  expect(wayToAsk({})).toBeUndefined()
  expect(wayToAsk({ SYNCDRILL_ASK_COMMAND: ' ./ask  now ' })).toEqual({ through: 'command', argv: ['./ask', 'now'] })
  expect(() => wayToAsk({ SYNCDRILL_ASK_COMMAND: ' ' })).toThrow('--ask-command: expected a program')
  expect(() => wayToAsk({ SYNCDRILL_ASK_URL: 'ftp://x' })).toThrow('--ask-url: expected a URL such as https://')
  expect(() => wayToAsk({ SYNCDRILL_ASK_URL: 'https://me:secret@x' })).toThrow(/without a password[^:]*$/)
  expect(() => wayToAsk({ SYNCDRILL_ASK_URL: 'https://x', SYNCDRILL_ASK_COMMAND: 'y' })).toThrow('expected one of both')
})
