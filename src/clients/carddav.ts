/**
 * Contacts on a CardDAV service: an address book per account, sync tokens as cursors, ETags as tags, cards that are
 * fetched many at a time. The last writer wins: whoever writes on a version that is no longer there is refused.
 */

import { aText, declared, members } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import type { Remote } from '../site/index.ts'
import { client, type Account, type Adapter } from './client.ts'
import type { Send } from './link/access.ts'

/** Paths of an account, in which `${user}` stands for its name. */
export interface CardDavPaths {
  /**
   * Its principal, or a path that leads there by itself: `/principals/${user}/`, `/.well-known/carddav`. Its address
   * books are asked for; `book` is one below them.
   */
  readonly principal?: string
  /** Its address book, made where it is missing; `/${user}/contacts/` by default, and `contacts/` below a principal. */
  readonly book?: string
}

const USER = '${user}'
const shape = members('{ principal, book }', { principal: aText.exactOptional(), book: aText.exactOptional() })

/**
 * Contacts over CardDAV: the address book `/<user>/contacts/` of a service, or another one, made where it is missing.
 * Throws a usage error for a path that is none.
 * @example
 * clients: { contacts: carddav(radicale) }
 * @example
 * clients: { contacts: carddav(baikal, { book: '/dav.php/addressbooks/${user}/default/' }) }
 * @example
 * clients: { contacts: carddav(dav, { principal: '/.well-known/carddav', book: 'people/' }) }
 */
export function carddav(service: Remote, paths: CardDavPaths = {}): Adapter {
  declared('carddav', paths, shape)
  const { principal, book } = paths
  demandPath('principal', principal, true)
  demandPath('book', book, principal === undefined)
  return adapterWith(paths)(service)
}

const adapterWith = (paths: CardDavPaths) =>
  client({
    carries: ['contacts'],
    policies: { contacts: 'lww' },
    connect: async ({ send }, account) => {
      // With its parser of XML, which only WebDAV needs.
      const [{ SyncedFolder }, { ADDRESS_BOOK }] = await Promise.all([
        import('./dav/synced-folder.ts'),
        import('./carddav/kind.ts'),
      ])
      const book = new SyncedFolder(send, ADDRESS_BOOK, await bookOf(send, paths, account), account)
      return { push: (change) => book.push(change), pull: (cursor) => book.pull(cursor) }
    },
  })

/** Where the address book of an account is: below its principal, which services make by themselves. */
export function addressBookOf(user: string): string {
  return `${filled(`/${USER}/`, user)}contacts/`
}

async function bookOf(send: Send, { principal, book }: CardDavPaths, account: Account): Promise<string> {
  const { user } = account
  if (principal === undefined) return book === undefined ? addressBookOf(user) : filled(book, user)
  const { homeOf } = await import('./carddav/discovery.ts')
  return (await homeOf(send, filled(principal, user), account)) + filled(book ?? 'contacts/', user)
}

const filled = (path: string, user: string): string => path.replaceAll(USER, encodeURIComponent(user))

function demandPath(field: 'principal' | 'book', path: string | undefined, isWhole: boolean): void {
  if (path === undefined) return
  const isFolder = field === 'principal' || path.endsWith('/')
  if (path.startsWith('/') === isWhole && isFolder) return
  const begins = isWhole ? 'that begins with /' : 'below the address books of the principal, such as contacts/'
  const wants = field === 'book' ? `a folder, with a / at its end, ${begins}` : `a path ${begins}`
  throw new Failure('usage', `carddav: ${field}: expected ${wants}, got '${path}'`)
}
