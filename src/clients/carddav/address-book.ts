/** An address book of a CardDAV service, over its own verbs. */

import { fingerprint } from '../../records/index.ts'
import type { Account, Change, Outcome, Row, View } from '../client.ts'
import type { Answer, Send } from '../link/access.ts'
import { outcomeOf, Unreadable } from '../outcome.ts'
import { bodyOf, cardOf } from './contact.ts'
import { multistatusOf, type Multistatus } from './multistatus.ts'
import { cardsOf, changesSince, NEW_ADDRESS_BOOK } from './requests.ts'

/** Cards that are asked for in one request. */
const MANY = 100
/** A service that says 'there is more' so often never ends. */
const PAGES = 1_000

/** One account's: what is read of it, and what it takes. */
export class AddressBook {
  readonly #send: Send
  readonly #path: string
  readonly #authorization: string

  constructor(send: Send, path: string, { user, password }: Account) {
    this.#send = send
    this.#path = path
    this.#authorization = `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`
  }

  async pull(cursor: string | undefined): Promise<View> {
    let answer = await this.#report(changesSince(cursor))
    let kind: View['kind'] = cursor === undefined ? 'full' : 'delta'
    if (answer.status === 404) {
      // An address book that is gone shows nothing, whatever the cursor was.
      await this.#create()
      kind = 'full'
      answer = await this.#report(changesSince(undefined))
    } else if (cursor !== undefined && isOutdated(answer)) {
      kind = 'full'
      answer = await this.#report(changesSince(undefined))
    }
    const { changed, deleted, token } = await this.#allChanges(multistatusOf(answer))
    const rows = await this.#cards([...changed])
    // Without a cursor there is nothing that a deletion could be of.
    return { kind, rows: kind === 'full' ? rows.shown : [...rows.shown, ...rows.gone, ...deleted], cursor: token }
  }

  async push(change: Change): Promise<Outcome> {
    const { id, body } = change
    if (body === undefined) return this.#delete(change)
    const card = cardOf(body, id)
    if (card === undefined) return { is: 'rejected', why: 'no contact of ours' }
    let answer = await this.#put(change, card)
    if (answer.status === 409 && isNew(change)) {
      // There is no address book to put it in, which proves that it was put nowhere: this is no hidden retry.
      await this.#create()
      answer = await this.#put(change, card)
    }
    // A first attempt whose answer was lost is met again as somebody who is there already, and looks like this one.
    if (answer.status === 412 && change.as !== 'offer') {
      const tag = await this.#tagIfHeld(id, body)
      if (tag !== undefined) return { is: 'acked', id, tag }
    }
    const tag = answer.header('etag')
    return outcomeOf(answer, { acked: [201, 204], rejected: [403, 404, 409, 412], id, tag })
  }

  #put(change: Change, card: string): Promise<Answer> {
    const headers = {
      ...this.#headers('text/vcard; charset=utf-8'),
      ...(isNew(change) ? { 'if-none-match': '*' } : { 'if-match': change.basedOn ?? '*' }),
    }
    return this.#send('PUT', this.#path + nameOf(change.id), { body: card, headers })
  }

  async #delete({ id, basedOn }: Change): Promise<Outcome> {
    const headers = { authorization: this.#authorization, 'if-match': basedOn }
    const answer = await this.#send('DELETE', this.#path + nameOf(id), { headers })
    return outcomeOf(answer, { acked: [200, 204], rejected: [403, 404, 409, 412] })
  }

  /** The tag under which the service holds just this content; undefined when it holds another, or does not say. */
  async #tagIfHeld(id: string, body: string): Promise<string | undefined> {
    const headers = { authorization: this.#authorization }
    const answer = await this.#send('GET', this.#path + nameOf(id), { headers })
    const isHeld = answer.status === 200 && fingerprint(bodyOf(answer.text)).hash === fingerprint(body).hash
    return isHeld ? answer.header('etag') : undefined
  }

  async #create(): Promise<void> {
    const { status, text } = await this.#send('MKCOL', this.#path, {
      body: NEW_ADDRESS_BOOK,
      headers: this.#headers('application/xml; charset=utf-8'),
    })
    // 405: another device of the account was quicker.
    if (status !== 201 && status !== 405) {
      throw new Unreadable(`no address book could be made: ${status} ${text.slice(0, 200)}`)
    }
  }

  /** Page after page, where a service answers in parts: it says so by a row of the address book itself. */
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
          deleted.set(href, deletedRow(href))
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

  async #cards(hrefs: readonly string[]): Promise<{ readonly shown: readonly Row[]; readonly gone: readonly Row[] }> {
    const shown: Row[] = []
    const gone: Row[] = []
    for (let from = 0; from < hrefs.length; from += MANY) {
      const wanted = new Set(hrefs.slice(from, from + MANY))
      for (const { href, status, etag, card } of multistatusOf(await this.#report(cardsOf([...wanted]))).resources) {
        if (!wanted.delete(href)) throw new Unreadable(`'${href}' was answered, and not asked for`)
        if (status === 404) gone.push(deletedRow(href))
        else if (card !== undefined && etag !== undefined) {
          shown.push({ id: idOf(href), class: 'contacts', body: bodyOf(card), tag: etag })
        } else throw new Unreadable(`'${href}' was answered with ${status} and no card`)
      }
      const [unanswered] = wanted
      if (unanswered !== undefined) throw new Unreadable(`'${unanswered}' was asked for, and not answered`)
    }
    return { shown, gone }
  }

  #report(body: string): Promise<Answer> {
    const headers = { ...this.#headers('application/xml; charset=utf-8'), depth: '1' }
    return this.#send('REPORT', this.#path, { body, headers })
  }

  #headers(type: string) {
    return { authorization: this.#authorization, 'content-type': type }
  }
}

/** Meant for a service that has no card under this id. */
function isNew({ as, basedOn }: Change): boolean {
  return as === 'new' || (as === 'offer' && basedOn === undefined)
}

/** The service does not know the token (any more): RFC 6578 3.2. Some say it without the word for it. */
function isOutdated({ status, text }: Answer): boolean {
  return status === 409 || status === 412 || (status === 403 && text.includes('valid-sync-token'))
}

const deletedRow = (href: string): Row => ({ id: idOf(href), class: 'contacts' })

/** The file name of a card without its ending; one without that ending keeps a slash, which no file name has. */
function idOf(href: string): string {
  const name = decoded(href.slice(href.lastIndexOf('/') + 1))
  return name.endsWith('.vcf') ? name.slice(0, -'.vcf'.length) : `/${name}`
}

function nameOf(id: string): string {
  return encodeURIComponent(id.startsWith('/') ? id.slice(1) : `${id}.vcf`)
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw new Unreadable(`'${name.slice(0, 100)}' is no name of a card`)
  }
}
