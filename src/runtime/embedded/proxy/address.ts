/** Addresses as Toxiproxy writes them: `127.0.0.1:8474`, `db:5432`, `[::1]:80`. */

import { lookup } from 'node:dns/promises'
import type { AddressInfo } from 'node:net'
import { ApiError } from './api-error.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Port 0 is allowed: to listen on, any free one; as upstream, nobody yet. */
export function addressOf(text: string, field: 'listen' | 'upstream'): Address {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host !== undefined && port <= 65_535) return { host, port }
  throw new ApiError(400, `bad request body: ${field} must be host:port, got ${JSON.stringify(text)}`)
}

/** The same address with its host as a number, as it is reported and compared. */
export async function resolved({ host, port }: Address): Promise<Address> {
  const { address } = await lookup(host, { order: 'ipv4first' })
  return { host: address, port }
}

export const boundAddress = ({ address, port }: AddressInfo): Address => ({ host: address, port })
