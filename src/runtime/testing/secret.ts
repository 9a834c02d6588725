/** A service that speaks TLS, for tests: it answers over HTTP, and echoes over WebSockets. */

import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'

const [folder = ''] = process.argv.slice(2)
const read = (name: string) => readFileSync(join(folder, name))

const server = createServer({ cert: read('certificate.pem'), key: read('key.pem') }, (request, response) => {
  response.end(`you asked ${request.url}`)
})
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (message: Buffer) => socket.send(message.toString()))
})
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on https://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => process.exit(0))
