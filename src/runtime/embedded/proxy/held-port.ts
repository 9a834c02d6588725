/**
 * A port that nobody listens on, and that nobody else is given: a connection to itself holds it.
 * Without it, a disabled proxy could find its port taken by the outgoing connection of a stranger.
 */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Address } from './address.ts'

export class HeldPort {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** Where the system refuses a connection to itself the port is not held, and enabling reports it if it was taken. */
  static async hold({ host, port }: Address): Promise<HeldPort> {
    const socket = connect({ host, port, localAddress: host, localPort: port })
    socket.on('error', () => {})
    await Promise.race([once(socket, 'connect'), once(socket, 'close')])
    return new HeldPort(socket)
  }

  async release(): Promise<void> {
    if (this.#socket.closed) return
    const closed = once(this.#socket, 'close')
    this.#socket.resetAndDestroy()
    await closed
  }
}
