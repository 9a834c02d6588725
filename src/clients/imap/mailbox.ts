/**
 * A mailbox of notes on an IMAP service, through a client library. A message never changes: a change is a new message,
 * and the old one is taken away after it. Of two messages of one note, the newer one counts. UIDs are good for as long
 * as the mailbox has its UIDVALIDITY; a cursor is both, and the notes that they were of.
 */

import type { ImapFlow } from 'imapflow'
import { fingerprint } from '../../records/index.ts'
import type { Change, Outcome, Row, View } from '../client.ts'
import { NoAnswer, Unreadable } from '../outcome.ts'
import { keyOf, messageOf, noteOf } from './message.ts'

const NAME = 'Notes'
/** Messages that are asked for in one command. */
const MANY = 100

interface Message {
  readonly uid: number
  readonly id: string
  readonly body: string
}

/** Ids of notes by the UIDs of their messages. */
interface Cursor {
  readonly validity: string
  readonly ids: Readonly<Record<string, string>>
}

export class Mailbox {
  readonly #imap: ImapFlow

  private constructor(imap: ImapFlow) {
    this.#imap = imap
  }

  /** Of a connection that is signed in. The mailbox is made where it is missing. */
  static async open(imap: ImapFlow): Promise<Mailbox> {
    const found = await imap.list()
    if (!found.some(({ path }) => path === NAME)) await madeOr(imap.mailboxCreate(NAME))
    await imap.mailboxOpen(NAME)
    return new Mailbox(imap)
  }

  async pull(since: string | undefined): Promise<View> {
    const before = cursorIn(since, this.#validity)
    const uids = await this.#search({ all: true })
    const known = new Map(Object.entries(before?.ids ?? {}).map(([uid, id]) => [Number(uid), id]))
    const fresh = await this.#fetch(uids.filter((uid) => !known.has(uid)))
    const read = new Map(fresh.map((message) => [message.uid, message]))
    // What went between the two commands is not there.
    const there = uids.filter((uid) => known.has(uid) || read.has(uid))
    const ids = new Map(there.map((uid) => [uid, read.get(uid)?.id ?? known.get(uid) ?? '']))
    const [now, then] = [newestOf(ids), newestOf(known)]
    const changed = [...now].filter(([id, uid]) => then.get(id) !== uid).map(([, uid]) => uid)
    const again = await this.#fetch(changed.filter((uid) => !read.has(uid)))
    const rows = [...fresh.filter(({ uid }) => changed.includes(uid)), ...again].map((message) => this.#rowOf(message))
    const deleted = [...then.keys()].filter((id) => !now.has(id)).map((id) => ({ id, collection: 'notes' as const }))
    const cursor: Cursor = { validity: this.#validity, ids: Object.fromEntries(ids) }
    return { kind: before ? 'delta' : 'full', rows: [...rows, ...deleted], cursor: JSON.stringify(cursor) }
  }

  async push({ id, as, body, basedOn }: Change): Promise<Outcome> {
    const held = await this.#messagesOf(id)
    const newest = held.at(-1)
    const tag = newest && this.#tagOf(newest.uid)
    const isNew = as === 'new' || (as === 'offer' && basedOn === undefined)
    if (body === undefined) {
      if (!newest) return { is: 'rejected', why: 'there is no such note' }
      if (basedOn !== undefined && basedOn !== tag) return { is: 'rejected', why: STALE }
      await this.#remove(held)
      return { is: 'acked' }
    }
    const message = messageOf(body, id)
    if (message === undefined) return { is: 'rejected', why: 'no record of ours' }
    if (isNew ? newest : !newest || (basedOn !== undefined && basedOn !== tag)) {
      // A first attempt whose answer was lost is met again as somebody who is there already, and looks like this one.
      const isHeld = newest && fingerprint(newest.body).hash === fingerprint(body).hash
      if (as === 'offer' || !isHeld || tag === undefined) return { is: 'rejected', why: STALE }
      await this.#remove(held.slice(0, -1))
      return { is: 'acked', id, tag }
    }
    return this.#append(id, message, held)
  }

  async #append(id: string, message: Buffer, held: readonly Message[]): Promise<Outcome> {
    let added: Awaited<ReturnType<ImapFlow['append']>>
    try {
      added = await this.#imap.append(NAME, message, ['\\Seen'])
    } catch (thrown) {
      const { responseStatus, responseText } = thrown as { responseStatus?: string; responseText?: string }
      if (responseStatus === 'NO') return { is: 'rejected', why: responseText ?? 'NO' }
      throw thrown
    }
    if (added === false) throw this.#failure('the message could not be added')
    await this.#remove(held)
    // Only a service with UIDPLUS tells both.
    const { uid, uidValidity } = added
    const isKnown = uid !== undefined && uidValidity !== undefined
    return { is: 'acked', id, ...(isKnown && { tag: `${uidValidity}.${uid}` }) }
  }

  async #remove(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return
    const range = messages.map(({ uid }) => uid).join(',')
    if (!(await this.#imap.messageDelete(range, { uid: true }))) {
      throw this.#failure(`messages ${range} could not be deleted`)
    }
  }

  /** The oldest first. */
  async #messagesOf(id: string): Promise<readonly Message[]> {
    const found = await this.#fetch(await this.#search({ header: { 'x-syncdrill-key': keyOf(id) } }))
    return found.filter((message) => message.id === id).toSorted((one, other) => one.uid - other.uid)
  }

  async #search(query: Parameters<ImapFlow['search']>[0]): Promise<readonly number[]> {
    // So that the service looks for what others have added meanwhile.
    await this.#imap.noop()
    const uids = await this.#imap.search(query, { uid: true })
    if (!Array.isArray(uids)) throw this.#failure('the mailbox could not be searched')
    return uids
  }

  /** One that is gone meanwhile is left out. */
  async #fetch(uids: readonly number[]): Promise<readonly Message[]> {
    const messages: Message[] = []
    for (let from = 0; from < uids.length; from += MANY) {
      const wanted = new Set(uids.slice(from, from + MANY))
      const range = [...wanted].join(',')
      for (const { uid, source } of await this.#imap.fetchAll(range, { uid: true, source: true }, { uid: true })) {
        if (!source) continue
        wanted.delete(uid)
        const { id = `/${uid}`, body } = noteOf(source)
        messages.push({ uid, id, body })
      }
      const [unread] = wanted.size === 0 ? [] : await this.#search({ uid: [...wanted].join(',') })
      if (unread !== undefined) throw this.#failure(`message ${unread} is there, and came without its content`)
    }
    return messages
  }

  /** The library keeps most errors to itself: what has failed by the end of the connection has no answer. */
  #failure(what: string): Error {
    return this.#imap.usable ? new Unreadable(what) : new NoAnswer(`${what}: the connection was ended`)
  }

  get #validity(): string {
    const { mailbox } = this.#imap
    if (mailbox === false) throw this.#failure('the mailbox is not open')
    return `${mailbox.uidValidity}`
  }

  #tagOf(uid: number): string {
    return `${this.#validity}.${uid}`
  }

  #rowOf({ uid, id, body }: Message): Row {
    return { id, collection: 'notes', body, tag: this.#tagOf(uid) }
  }
}

const STALE = 'the service shows another version'

/** The newest message of each note. */
function newestOf(ids: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
  const newest = new Map<string, number>()
  for (const [uid, id] of ids) newest.set(id, Math.max(uid, newest.get(id) ?? 0))
  return newest
}

/** Another device of the account may be quicker. */
async function madeOr(making: Promise<unknown>): Promise<void> {
  try {
    await making
  } catch (thrown) {
    if ((thrown as { readonly serverResponseCode?: string }).serverResponseCode !== 'ALREADYEXISTS') throw thrown
  }
}

/** Undefined for what is no cursor of ours, or of before the mailbox was made anew. */
function cursorIn(text: string | undefined, validity: string): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const cursor = JSON.parse(text) as Partial<Cursor> | null
    const isOurs = cursor?.validity === validity && typeof cursor.ids === 'object'
    return isOurs ? { validity, ids: cursor.ids } : undefined
  } catch {
    return undefined
  }
}
