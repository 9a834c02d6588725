/** Asks a port whether anybody is there: by one line of HTTP, or by the connection alone. Knows no protocol beyond. */

import { connect } from 'node:net'
import type { Address } from '../../runtime/index.ts'

/** Who answers at all does so at once: silence is what is looked for. */
const SILENT_MS = 500
/** A shut door says so at once, but on a machine that is busy: whoever keeps it open that long is open. */
const OPEN_MS = 5_000

/** A server of another protocol answers too, if only by hanging up: silence is what a paused process gives. */
export async function answers({ host, port }: Address): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port }, () =>
    socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`),
  )
  socket.setTimeout(SILENT_MS, () => resolve(false))
  socket.once('data', () => resolve(true))
  socket.once('end', () => resolve(true))
  socket.once('error', () => resolve(false))
  const answered = await promise
  socket.destroy()
  return answered
}

/** Connects and says nothing. Where a port is published by an engine, that accepts first and closes at once. */
export async function knock({ host, port }: Address): Promise<'open' | 'refused' | 'closed'> {
  const { promise, resolve } = Promise.withResolvers<'open' | 'refused' | 'closed'>()
  let connected = false
  const socket = connect({ host, port }, () => {
    connected = true
  })
  socket.setTimeout(OPEN_MS, () => resolve('open'))
  socket.once('data', () => resolve('open'))
  socket.once('close', () => resolve(connected ? 'closed' : 'refused'))
  socket.once('error', () => resolve(connected ? 'closed' : 'refused'))
  socket.resume()
  const found = await promise
  socket.destroy()
  return found
}
