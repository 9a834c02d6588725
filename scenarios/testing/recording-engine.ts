/** Answers as a Docker engine does when it is asked who it is, at every address of this machine, and notes it all. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'

const INFO = {
  ServerVersion: '99.0-recording',
  OperatingSystem: 'none',
  OSType: 'linux',
  Architecture: 'x86_64',
  NCPU: 1,
}

export class RecordingEngine implements AsyncDisposable {
  readonly #server: Server
  /** `GET /info`, in the order of their arrival. */
  readonly requests: string[] = []

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async open(): Promise<RecordingEngine> {
    const engine = new RecordingEngine()
    engine.#server.listen(0, '::')
    await once(engine.#server, 'listening')
    return engine
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** All that would change anything there. */
  get mutations(): readonly string[] {
    return this.requests.filter((request) => !/^(GET|HEAD) /.test(request))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${method} ${url}`)
    const isKnown = /^(\/v[\d.]+)?\/info$/.test(url)
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? INFO : { message: 'recorded' }))
  }
}

/** An address of this machine that is not loopback, of either family; undefined where it has none. */
export function ownAddress(family: 'IPv4' | 'IPv6'): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return all.find((one) => one.family === family && !one.internal && !one.address.startsWith('fe80'))?.address
}
