/**
 * The small sync service, which prints whatever it should keep to itself: what it was told by its environment, in many
 * spellings and in pieces, and who signs in.
 */

import { Server, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const { API_TOKEN = '', DATABASE_URL = '' } = process.env
const bytes = Buffer.from(API_TOKEN)
const spelt = [
  API_TOKEN,
  bytes.toString('hex'),
  bytes.toString('base64'),
  Buffer.from(`x${API_TOKEN}`).toString('base64'),
  encodeURIComponent(API_TOKEN),
  JSON.stringify({ token: API_TOKEN }),
]
for (const one of spelt) {
  // In the middle of what is a secret, another chunk begins.
  const middle = Math.floor(one.length / 2)
  process.stdout.write(`token ${one.slice(0, middle)}`)
  await pause(20)
  process.stdout.write(`${one.slice(middle)}\n`)
}
console.error(`connecting to ${DATABASE_URL}`)

const emit = Reflect.get(Server.prototype, 'emit')
Server.prototype.emit = function leaking(this: Server, event: string, ...args: readonly unknown[]): boolean {
  if (event === 'request') {
    const [{ headers }] = args as readonly [IncomingMessage]
    if (headers.authorization !== undefined) console.log(`authorization: ${headers.authorization}`)
  }
  return Reflect.apply(emit, this, [event, ...args]) as boolean
}
await import('../../../conductor/testing/rows-service.ts')
