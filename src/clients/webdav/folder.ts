/**
 * A folder of a WebDAV service: files that are put whole, and told apart by their ETags. There is no feed of changes: a
 * cursor is the listing that was read last. Services differ in what they compare: some ignore what a client expects,
 * some refuse every change that comes with an expectation. So the client looks before it writes, and says besides what
 * it expects, for as long as the service understands it.
 */

import { fingerprint, type CollectionName } from '../../records/index.ts'
import type { Account, Change, Outcome, Row } from '../client.ts'
import { multistatusOf } from '../dav/multistatus.ts'
import { basicAuthorization, idOf, nameOf } from '../dav/paths.ts'
import type { Answer, RequestHeaders, Send } from '../link/access.ts'
import { outcomeOf, Unreadable } from '../outcome.ts'
import type { Content } from './photo.ts'

/** Files that are fetched at the same time. */
const PARALLEL = 4
/** As much of a file as tells whose it is. */
const HEAD_BYTES = 4_096

const LISTING =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>'
const LOOKED = { acked: [], rejected: [404, 412] }

/** What is kept in a folder, and how. */
export interface Kind {
  readonly collection: CollectionName
  readonly contentType: string
  /** Of the names of its files. */
  readonly ending: string
  /** The file of a record; undefined for what is none of ours. */
  write(content: Content): Buffer | undefined
  read(file: Uint8Array): Content
}

/** ETags by the ids of the rows. */
export type Listing = ReadonlyMap<string, string>

export class Folder {
  readonly #send: Send
  readonly #kind: Kind
  /** From the outermost to the folder itself. */
  readonly #paths: readonly [string, string]
  readonly #authorization: string
  /** False once the service has refused a change of just the version that it shows. */
  #comparesTags = true
  /** What was listed, put or missed: a listing tells no deletion of what the one that it is compared with had not. */
  readonly #met = new Set<string>()
  /** What was put or missed since the last listing. */
  readonly #touched = new Set<string>()

  constructor(send: Send, kind: Kind, paths: readonly [string, string], account: Account) {
    this.#send = send
    this.#kind = kind
    this.#paths = paths
    this.#authorization = basicAuthorization(account)
  }

  /** Undefined when there is no such folder: it is made then. */
  async list(): Promise<Listing | undefined> {
    const headers = { depth: '1', 'content-type': 'application/xml; charset=utf-8' }
    const answer = await this.#ask('PROPFIND', this.#paths[1], { body: LISTING, headers })
    if (answer.status === 404) {
      await this.#create()
      return undefined
    }
    const files = multistatusOf(answer).resources.filter(({ href }) => !href.endsWith('/'))
    return new Map(
      files.map(({ href, status, etag }) => {
        const tag = strongOf(etag)
        if (status !== 200 || tag === undefined) throw new Unreadable(`'${href}' was listed with ${status}, and no tag`)
        return [idOf(href, this.#kind.ending), tag]
      }),
    )
  }

  /** One that is gone meanwhile is left out. */
  async read(ids: readonly string[]): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (let from = 0; from < ids.length; from += PARALLEL) {
      const files = await Promise.all(ids.slice(from, from + PARALLEL).map((id) => this.#readOne(id)))
      rows.push(...files.flatMap((file) => file ?? []))
    }
    return rows
  }

  /** Ids that a listing does not have, of those met since the last listing, or ever; asked once after each listing. */
  missingIn(listing: Listing, since: 'the last listing' | 'ever'): readonly string[] {
    const missing = [...(since === 'ever' ? this.#met : this.#touched)].filter((id) => !listing.has(id))
    this.#touched.clear()
    for (const id of listing.keys()) this.#met.add(id)
    return missing
  }

  deleted(id: string): Row {
    return { id, collection: this.#kind.collection }
  }

  async push(change: Change): Promise<Outcome> {
    const { id, as, body, basedOn } = change
    const looked = await this.#ask('HEAD', this.#pathOf(id))
    if (looked.status !== 200 && looked.status !== 404) return outcomeOf(looked, LOOKED)
    const there = looked.status === 200 ? strongOf(looked.header('etag')) : undefined
    const isNew = as === 'new' || (as === 'offer' && basedOn === undefined)
    if (there === undefined && !isNew) this.#touch(id)
    const expected = isNew && body !== undefined ? undefined : (basedOn ?? there)
    if (body === undefined) {
      if (there === undefined) return outcomeOf(looked, LOOKED)
      if (there !== expected) return { is: 'rejected', why: STALE }
      return outcomeOf(await this.#change('DELETE', id, expected), {
        acked: [204],
        rejected: [403, 404, 409, 412],
      })
    }
    const file = this.#kind.write(change.blob ? { body, blob: change.blob } : { body })
    if (file === undefined) return { is: 'rejected', why: 'no record of ours' }
    if (there !== expected) {
      // A first attempt whose answer was lost is met again as somebody who is there already, and looks like this one.
      const tag = as === 'offer' || there === undefined ? undefined : await this.#tagIfHeld(id, file)
      return tag === undefined ? { is: 'rejected', why: STALE } : { is: 'acked', id, tag }
    }
    return this.#put(id, file, expected)
  }

  async #put(id: string, file: Buffer, expected: string | undefined): Promise<Outcome> {
    let answer = await this.#change('PUT', id, expected, file)
    if (expected === undefined && (answer.status === 404 || answer.status === 409)) {
      // There is no folder to put it in, which proves that it was put nowhere: this is no hidden retry.
      await this.#create()
      answer = await this.#change('PUT', id, expected, file)
    }
    // A page of a portal says 200, which proves nothing.
    const proof = { acked: [201, 204], rejected: [403, 404, 409, 412, 413, 415] }
    if (!proof.acked.includes(answer.status)) return outcomeOf(answer, proof)
    this.#touch(id)
    const tag = strongOf(answer.header('etag')) ?? (await this.#tagIfPut(id, file))
    return outcomeOf(answer, { ...proof, id, tag })
  }

  /** A condition of WebDAV (RFC 4918 10.4): unlike `If-Match`, it also compares tags that a service calls weak. */
  async #change(method: 'PUT' | 'DELETE', id: string, expected: string | undefined, file?: Buffer): Promise<Answer> {
    const path = this.#pathOf(id)
    const given = file && { body: file, headers: { 'content-type': this.#kind.contentType } }
    const under = (headers: RequestHeaders) =>
      this.#ask(method, path, { ...given, headers: { ...given?.headers, ...headers } })
    if (expected === undefined) return under({ 'if-none-match': '*' })
    if (!this.#comparesTags) return under({})
    // Of the file and of nothing else: some hold its folder to it too, when a file is deleted.
    const answer = await under({ if: `<${path}> ([${expected}])` })
    if (answer.status !== 412) return answer
    const looked = await this.#ask('HEAD', path)
    if (looked.status !== 200 || strongOf(looked.header('etag')) !== expected) return answer
    // It refused just what it shows, so it compares no tags; and it has changed nothing: this is no hidden retry.
    this.#comparesTags = false
    return under({})
  }

  /** Of a service that tells no tag of what it took: the one of the file that begins, and is as long, as ours. */
  async #tagIfPut(id: string, file: Buffer): Promise<string | undefined> {
    const answer = await this.#ask('GET', this.#pathOf(id), { headers: { range: `bytes=0-${HEAD_BYTES - 1}` } })
    const length = Number(answer.header('content-range')?.split('/')[1] ?? answer.bytes.length)
    const isOurs =
      (answer.status === 206 || answer.status === 200) &&
      length === file.length &&
      file.subarray(0, answer.bytes.length).equals(answer.bytes)
    return isOurs ? strongOf(answer.header('etag')) : undefined
  }

  /** The tag under which the service holds just this content; undefined when it holds another, or does not say. */
  async #tagIfHeld(id: string, file: Buffer): Promise<string | undefined> {
    const held = await this.#readOne(id)
    const { body, blob } = this.#kind.read(file)
    const isHeld = held?.body !== undefined && fingerprint(held.body, held.blob).hash === fingerprint(body, blob).hash
    return isHeld ? held.tag : undefined
  }

  async #readOne(id: string): Promise<Row | undefined> {
    const answer = await this.#ask('GET', this.#pathOf(id))
    if (answer.status === 404) return undefined
    const tag = strongOf(answer.header('etag'))
    if (answer.status !== 200 || tag === undefined) {
      throw new Unreadable(`'${id}': expected a file and its tag, got status ${answer.status}`)
    }
    return { ...this.deleted(id), ...this.#kind.read(answer.bytes), tag }
  }

  async #create(): Promise<void> {
    for (const path of this.#paths) {
      const { status, text } = await this.#ask('MKCOL', path)
      // 405: it is there. Some say 201 then, too.
      if (status !== 201 && status !== 405) {
        throw new Unreadable(`no folder '${path}' could be made: ${status} ${text.slice(0, 200)}`)
      }
    }
  }

  #touch(id: string): void {
    this.#met.add(id)
    this.#touched.add(id)
  }

  #pathOf(id: string): string {
    return this.#paths[1] + nameOf(id, this.#kind.ending)
  }

  #ask(method: string, path: string, { body, headers }: Parameters<Send>[2] = {}): Promise<Answer> {
    return this.#send(method, path, { body, headers: { ...headers, authorization: this.#authorization } })
  }
}

const STALE = 'the service shows another version'

/** A service may call a tag weak for as long as the file is new; it stays the same tag. */
function strongOf(etag: string | undefined): string | undefined {
  const tag = etag?.replace(/^W\//, '')
  return tag === '' ? undefined : tag
}
