/**
 * A folder of a CardDAV or CalDAV service that says what changed since a token: an address book, a calendar, a list of
 * tasks.
 */

import { fingerprint, type CollectionName } from '../../records/index.ts'
import type { Account, Change, Outcome, Row, View } from '../client.ts'
import type { Answer, Send } from '../link/access.ts'
import { outcomeOf, Unreadable } from '../outcome.ts'
import { multistatusOf, type Multistatus } from './multistatus.ts'
import { basicAuthorization, idOf, nameOf } from './paths.ts'
import { changesSince } from './requests.ts'

/** Items that are asked for in one request. */
const MANY = 100
/** A service that says 'there is more' so often never ends. */
const PAGES = 1_000

/** What is kept in a folder, and how. */
export interface Kind {
  /** As people say: `address book`. */
  readonly name: string
  readonly collection: CollectionName
  readonly contentType: string
  /** Of the names of its files. */
  readonly ending: string
  /** How a folder of this kind is made. */
  readonly make: { readonly method: string; readonly body: string }
  multiget(hrefs: readonly string[]): string
  /** The item of a payload; undefined for what is none of ours. */
  write(body: string, id: string): string | undefined
  read(item: string): string
}

/** One account's: what is read of it, and what it takes. */
export class SyncedFolder {
  readonly #send: Send
  readonly #kind: Kind
  readonly #path: string
  readonly #authorization: string

  constructor(send: Send, kind: Kind, path: string, account: Account) {
    this.#send = send
    this.#kind = kind
    this.#path = path
    this.#authorization = basicAuthorization(account)
  }

  async pull(cursor: string | undefined): Promise<View> {
    let answer = await this.#report(changesSince(cursor))
    let kind: View['kind'] = cursor === undefined ? 'full' : 'delta'
    if (answer.status === 404) {
      // A folder that is gone shows nothing, whatever the cursor was.
      await this.#create()
      kind = 'full'
      answer = await this.#report(changesSince(undefined))
    } else if (cursor !== undefined && isOutdated(answer)) {
      kind = 'full'
      answer = await this.#report(changesSince(undefined))
    }
    const { changed, deleted, token } = await this.#allChanges(multistatusOf(answer))
    const rows = await this.#items([...changed])
    // Without a cursor there is nothing that a deletion could be of.
    return { kind, rows: kind === 'full' ? rows.shown : [...rows.shown, ...rows.gone, ...deleted], cursor: token }
  }

  async push(change: Change): Promise<Outcome> {
    const { id, body } = change
    if (body === undefined) return this.#delete(change)
    const item = this.#kind.write(body, id)
    if (item === undefined) return { is: 'rejected', why: 'no record of ours' }
    let answer = await this.#put(change, item)
    if (answer.status === 409 && isNew(change)) {
      // There is no folder to put it in, which proves that it was put nowhere: this is no hidden retry.
      await this.#create()
      answer = await this.#put(change, item)
    }
    // A first attempt whose answer was lost is met again as somebody who is there already, and looks like this one.
    if (answer.status === 412 && change.as !== 'offer') {
      const tag = await this.#tagIfHeld(id, body)
      if (tag !== undefined) return { is: 'acked', id, tag }
    }
    const tag = answer.header('etag')
    return outcomeOf(answer, { acked: [201, 204], rejected: [403, 404, 409, 412], id, tag })
  }

  #put(change: Change, item: string): Promise<Answer> {
    const headers = {
      ...this.#headers(this.#kind.contentType),
      ...(isNew(change) ? { 'if-none-match': '*' } : { 'if-match': change.basedOn ?? '*' }),
    }
    return this.#send('PUT', this.#hrefOf(change.id), { body: item, headers })
  }

  async #delete({ id, basedOn }: Change): Promise<Outcome> {
    const headers = { authorization: this.#authorization, 'if-match': basedOn }
    const answer = await this.#send('DELETE', this.#hrefOf(id), { headers })
    return outcomeOf(answer, { acked: [200, 204], rejected: [403, 404, 409, 412] })
  }

  /** The tag under which the service holds just this content; undefined when it holds another, or does not say. */
  async #tagIfHeld(id: string, body: string): Promise<string | undefined> {
    const headers = { authorization: this.#authorization }
    const answer = await this.#send('GET', this.#hrefOf(id), { headers })
    const isHeld = answer.status === 200 && fingerprint(this.#kind.read(answer.text)).hash === fingerprint(body).hash
    return isHeld ? answer.header('etag') : undefined
  }

  async #create(): Promise<void> {
    const { method, body } = this.#kind.make
    const { status, text } = await this.#send(method, this.#path, {
      body,
      headers: this.#headers('application/xml; charset=utf-8'),
    })
    // 405: another device of the account was quicker.
    if (status !== 201 && status !== 405) {
      throw new Unreadable(`no ${this.#kind.name} could be made: ${status} ${text.slice(0, 200)}`)
    }
  }

  /** Page after page, where a service answers in parts: it says so by a row of the folder itself. */
  async #allChanges(first: Multistatus) {
    const changed = new Set<string>()
    const deleted = new Map<string, Row>()
    for (let page = first, pages = 1; ; pages += 1) {
      const { token } = page
      if (token === undefined) throw new Unreadable('expected a sync token, got none')
      let hasMore = false
      for (const { href, status } of page.resources) {
        if (status === 507) hasMore = true
        else if (status === 404) {
          changed.delete(href)
          deleted.set(href, this.#deleted(href))
        } else if (status === 200 && !href.endsWith('/')) {
          deleted.delete(href)
          changed.add(href)
        }
      }
      if (!hasMore) return { changed, deleted: [...deleted.values()], token }
      if (pages >= PAGES) throw new Unreadable(`${PAGES} answers in parts, and no end`)
      page = multistatusOf(await this.#report(changesSince(token)))
    }
  }

  async #items(hrefs: readonly string[]): Promise<{ readonly shown: readonly Row[]; readonly gone: readonly Row[] }> {
    const shown: Row[] = []
    const gone: Row[] = []
    for (let from = 0; from < hrefs.length; from += MANY) {
      const wanted = new Set(hrefs.slice(from, from + MANY))
      for (const { href, status, etag, data } of await this.#many([...wanted])) {
        if (!wanted.delete(href)) throw new Unreadable(`'${href}' was answered, and not asked for`)
        if (status === 404) gone.push(this.#deleted(href))
        else if (data !== undefined && etag !== undefined) {
          shown.push({ ...this.#deleted(href), body: this.#kind.read(data), tag: etag })
        } else throw new Unreadable(`'${href}' was answered with ${status} and no content`)
      }
      const [unanswered] = wanted
      if (unanswered !== undefined) throw new Unreadable(`'${unanswered}' was asked for, and not answered`)
    }
    return { shown, gone }
  }

  async #many(hrefs: readonly string[]): Promise<Multistatus['resources']> {
    return multistatusOf(await this.#report(this.#kind.multiget(hrefs))).resources
  }

  #report(body: string): Promise<Answer> {
    const headers = { ...this.#headers('application/xml; charset=utf-8'), depth: '1' }
    return this.#send('REPORT', this.#path, { body, headers })
  }

  #hrefOf(id: string): string {
    return this.#path + nameOf(id, this.#kind.ending)
  }

  #deleted(href: string): Row {
    return { id: idOf(href, this.#kind.ending), collection: this.#kind.collection }
  }

  #headers(type: string) {
    return { authorization: this.#authorization, 'content-type': type }
  }
}

/** Meant for a service that has nothing under this id. */
function isNew({ as, basedOn }: Change): boolean {
  return as === 'new' || (as === 'offer' && basedOn === undefined)
}

/** The service does not know the token (any more): RFC 6578 3.2. Some say it without the word for it. */
function isOutdated({ status, text }: Answer): boolean {
  return status === 409 || status === 412 || (status === 403 && text.includes('valid-sync-token'))
}
