/** A service that tells the moment from which it answers, by the clock of its machine. */

import { createServer } from 'node:http'

const server = createServer((_, response) => response.end('well'))
server.listen(Number(process.env['PORT'] ?? 0), '0.0.0.0', () => {
  process.stdout.write(`listening since ${performance.timeOrigin + performance.now()}\n`)
})
