/** Names of files in paths of WebDAV, and who is asking. */

import type { Account } from '../client.ts'
import { Unreadable } from '../outcome.ts'

/** The file name of an item without its ending; one without that ending keeps a slash, which no file name has. */
export function idOf(href: string, ending: string): string {
  const name = decoded(href.slice(href.lastIndexOf('/') + 1))
  return name.endsWith(ending) ? name.slice(0, -ending.length) : `/${name}`
}

export function nameOf(id: string, ending: string): string {
  return encodeURIComponent(id.startsWith('/') ? id.slice(1) : `${id}${ending}`)
}

export function basicAuthorization({ user, password }: Account): string {
  return `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw new Unreadable(`'${name}' is no name of a file`)
  }
}
