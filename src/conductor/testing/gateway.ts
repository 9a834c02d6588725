/** A stateless service in front of another: it hands on what it is asked, and says when nobody answers behind it. */

import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

const server = createServer((request, response) => {
  handOn(request).then(
    async (answer) => response.writeHead(answer.status).end(await answer.text()),
    (error: unknown) => response.writeHead(502).end(String(error)),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})

async function handOn(request: IncomingMessage): Promise<Response> {
  const { url = '/', method = 'GET', headers } = request
  if (url === '/health') return new Response('well')
  const body = method === 'GET' ? {} : { body: await text(request) }
  const user = String(headers['x-user'] ?? '')
  return fetch(`http://${process.env['ROWS']}${url}`, { method, headers: { 'x-user': user }, ...body })
}
