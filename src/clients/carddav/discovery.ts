/** Where an account's address books are (RFC 6764, 5397, 6352): from a principal, or a path that leads to one. */

import type { Account } from '../client.ts'
import { multistatusOf } from '../dav/multistatus.ts'
import { basicAuthorization } from '../dav/paths.ts'
import { WHOSE_ADDRESS_BOOKS } from '../dav/requests.ts'
import type { Send } from '../link/access.ts'
import { Unreadable } from '../outcome.ts'

/** From a well-known path to a principal, with a redirection or two on the way. */
const HOPS = 6
const REDIRECTIONS = [301, 302, 303, 307, 308]

/** The path of the address book home, with a slash at its end. Throws `Unreadable` where nothing leads to one. */
export async function homeOf(send: Send, start: string, account: Account): Promise<string> {
  const headers = {
    authorization: basicAuthorization(account),
    'content-type': 'application/xml; charset=utf-8',
    depth: '0',
  }
  let path = start
  for (let hops = 0; hops < HOPS; hops += 1) {
    const answer = await send('PROPFIND', path, { body: WHOSE_ADDRESS_BOOKS, headers })
    const next = REDIRECTIONS.includes(answer.status) ? answer.header('location') : undefined
    if (next !== undefined) {
      path = pathIn(next, path)
      continue
    }
    const [{ home, principal } = {}] = multistatusOf(answer).resources
    if (home !== undefined) return pathIn(home, path).replace(/\/?$/, '/')
    if (principal === undefined || pathIn(principal, path) === path) {
      throw new Unreadable(`'${path}' names neither a principal nor its address books`)
    }
    path = pathIn(principal, path)
  }
  throw new Unreadable(`'${start}' leads on and on, and to no address books`)
}

/** Of a whole address as well: the host is the link's. */
function pathIn(href: string, from: string): string {
  return URL.parse(href, `http://link${from}`)?.pathname ?? href
}
