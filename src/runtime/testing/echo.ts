/**
 * A service small enough to be obvious, for tests of runtimes: it answers `/health`, echoes what it is sent, keeps a
 * counter in a file, is busy for a while at `/toil`, ends by itself at `/fall` and in good order at `/leave`, eats
 * memory at `/fill`, and misbehaves when told to.
 */

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { join } from 'node:path'

const [folder = '', ...flags] = process.argv.slice(2)
const says = (flag: string) => flags.includes(flag)

process.stdout.write(`echo starts with ${flags.join(' ') || 'no flags'}\n`)
if (says('--fail')) {
  process.stderr.write('the disk is on fire\n')
  process.exit(3)
}
// It takes no connection for a second.
if (says('--slow')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
if (says('--stubborn')) process.on('SIGTERM', () => process.stdout.write('no\n'))
else process.on('SIGTERM', () => process.exit(0))
// A grandchild that leaves the group and the session, as daemons do.
if (says('--daemon')) spawn('setsid', ['sleep', '600'], { detached: true, stdio: 'ignore' }).unref()

const counter = join(folder, 'counter')
const count = () => {
  try {
    return Number(readFileSync(counter, 'utf8'))
  } catch {
    return 0
  }
}

const toil = () => {
  const before = process.cpuUsage()
  const spent = () => process.cpuUsage(before)
  while (spent().user + spent().system < 300_000);
}

const fall = () => {
  const lines = Array.from({ length: 12 }, (_, place) => `line ${place + 1} of \u001b[2J\n\n`)
  process.stdout.write(`${lines.join('')}${'x'.repeat(1_000)}\n`, () => process.exit(7))
}

/** Until somebody ends it. */
const fill = () => {
  const held: Buffer[] = []
  for (;;) held.push(Buffer.alloc(1 << 24, held.length + 1))
}

const server = createServer((request, response) => {
  if (request.url === '/count') writeFileSync(counter, String(count() + 1))
  if (request.url === '/toil') toil()
  request.on('data', () => undefined)
  request.on('end', () => {
    // What its peer answers, over whatever lies between.
    if (request.url === '/through') get(`http://${process.env['PEER']}/from-front`, (answer) => answer.pipe(response))
    else if (request.url === '/fall') fall()
    else if (request.url === '/fill') fill()
    else if (request.url === '/leave') process.exit(0)
    else response.end(JSON.stringify({ url: request.url, count: count() }))
  })
})
// A container has a network of its own; on this machine, nobody else is let in.
const port = Number(process.env['PORT'] ?? 0)
server.listen(port, port === 0 ? '127.0.0.1' : '0.0.0.0', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`listening on http://127.0.0.1:${address?.port}\n`)
})
