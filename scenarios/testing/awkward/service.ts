/**
 * A service that is hard to end: it ignores every signal that can be ignored, and its children have left its group and
 * its session, were forked twice, stand still, are as deaf as it is, or hold its output open.
 */

import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)

const away = { detached: true, stdio: 'ignore' } as const
spawn('setsid', ['sleep', '600'], away).unref()
spawn('sh', ['-c', '(setsid sleep 600 &) &'], away).unref()
spawn('sh', ['-c', 'trap "" TERM INT HUP; while :; do sleep 1; done'], away).unref()
spawn('sleep', ['600'], { stdio: 'inherit' })
const still = spawn('sleep', ['600'], away)
still.once('spawn', () => process.kill(still.pid ?? 0, 'SIGSTOP'))

const server = createServer((_, response) => response.end('still here'))
// A container has a network of its own; on this machine, nobody else is let in.
const port = Number(process.env['PORT'] ?? 0)
server.listen(port, port === 0 ? '127.0.0.1' : '0.0.0.0', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`listening on http://127.0.0.1:${address?.port}\n`)
})
