/**
 * A port on which nobody listens now, of those that the kernel gives to nobody by itself. Whoever is to listen there
 * does so at once: it is not kept for anybody.
 */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { Random, uniqueName } from '../../kernel/index.ts'

/** Below are ports of well-known servers. */
const FIRST = 10_240
/** Of so few, somebody else would soon choose the same. */
const ENOUGH = 1_000
const TRIES = 20
const RANGE = '/proc/sys/net/ipv4/ip_local_port_range'

export async function freePort(): Promise<number> {
  const count = firstGiven() - FIRST
  const tries = count < ENOUGH ? 0 : TRIES
  for (let tried = 0; tried < tries; tried += 1) {
    const port = FIRST + Math.floor(new Random(uniqueName()).fraction() * count)
    if (!(await isTaken(port))) return port
  }
  return await listenAt(0)
}

/** Somebody listens there, at any address of this machine, or is connected from there. */
export async function isTaken(port: number): Promise<boolean> {
  return await listenAt(port).then(
    () => false,
    (thrown: unknown) => (thrown as NodeJS.ErrnoException).code === 'EADDRINUSE',
  )
}

/** From here on the kernel gives ports to outgoing connections, and to whoever asks for any. */
function firstGiven(): number {
  try {
    return Number.parseInt(readFileSync(RANGE, 'utf8'), 10)
  } catch {
    return 0
  }
}

/** At every address, for a moment: resolves with the port. */
async function listenAt(port: number): Promise<number> {
  const server = createServer().listen(port)
  await once(server, 'listening')
  const { port: given } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return given
}
