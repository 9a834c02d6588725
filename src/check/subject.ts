/** An adapter under trial, with what every trial does: write a record, read, find it again. */

import { Failure, reasonOf, within, type Random } from '../kernel/index.ts'
import { Unreadable, type Change, type Outcome, type Row, type Session, type View } from '../clients/index.ts'
import {
  bytesOf,
  decode,
  encode,
  fingerprint,
  tokenOf,
  valueOf,
  type Collection,
  type CollectionName,
} from '../records/index.ts'
import { Wrong } from './trial.ts'

/** A call that takes longer never ends, as far as anybody who waits is concerned. */
const CALL_MS = 30_000

/** What answers in the place of the service; nobody takes what it is sent, and hangs up. */
export type Stranger =
  | 'an error page'
  | 'a page about a mistake'
  | 'a page that asks who you are'
  | 'a page of another kind'
  | 'nobody'

export interface Behind {
  /** A session of the same account, as one more device opens it. */
  readonly open: () => Promise<Session>
  /** While the service does not answer. */
  readonly inSilence: <T>(act: () => Promise<T>) => Promise<T>
  /** A session with something else in the place of the service. */
  readonly openTo: <T>(stranger: Stranger, act: (session: Session) => Promise<T>) => Promise<T>
}

/** A record as it was written, and what `push` answered. */
export interface Saved {
  readonly collection: CollectionName
  readonly record: string
  readonly version: string
  readonly body: string
  readonly blob?: Uint8Array
  readonly id: string
  readonly tag?: string
}

export class Subject {
  readonly carries: readonly CollectionName[]
  readonly #collections: ReadonlyMap<CollectionName, Collection>
  readonly #behind: Behind
  readonly #random: Random
  readonly #opened: Session[] = []
  #made = 0

  constructor(collections: readonly Collection[], behind: Behind, random: Random) {
    this.#collections = new Map(collections.map((one) => [one.name, one]))
    this.carries = [...this.#collections.keys()]
    this.#behind = behind
    this.#random = random
  }

  /** The collection whose records are the smallest. */
  get plain(): CollectionName {
    const [first = ''] = this.carries
    return this.carries.find((one) => !this.collectionOf(one).blob) ?? first
  }

  collectionOf(name: CollectionName): Collection {
    const known = this.#collections.get(name)
    if (!known) throw new Failure('bug', `check: ${name} is not carried`)
    return known
  }

  /** While the service does not answer. */
  inSilence<T>(act: () => Promise<T>): Promise<T> {
    return this.#behind.inSilence(act)
  }

  /** With something else in the place of the service. */
  openTo<T>(stranger: Stranger, act: (session: Session) => Promise<T>): Promise<T> {
    return this.#behind.openTo(stranger, act)
  }

  async open(): Promise<Session> {
    const session = await answered('connect', this.#behind.open())
    this.#opened.push(session)
    return session
  }

  /** Services let one account in so many times only: after each trial, its sessions say goodbye. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#opened.splice(0).map(async (session) => session.close?.()))
  }

  /** Everything that the account has. */
  async readAll(session: Session): Promise<View> {
    const view = await this.read(session)
    if (view.kind !== 'full') throw new Wrong("pull without a cursor: expected a view of kind 'full', got 'delta'")
    return view
  }

  read(session: Session, cursor?: string): Promise<View> {
    return answered('pull', session.pull(cursor))
  }

  /** A record that there was not before. */
  create(session: Session, collection = this.plain): Promise<Saved> {
    const { saved, change } = this.#draft(collection)
    return this.#push(session, `a new record of ${collection}`, saved, change)
  }

  /** As `create`, for who wants to know how the answer is read. */
  offer(session: Session): Promise<Outcome> {
    const { saved, change } = this.#draft(this.plain)
    return session.push({ ...change, body: saved.body, key: saved.version })
  }

  /** Its next version, by somebody who sees `shown`. */
  async update(session: Session, shown: Saved, count = 2): Promise<Saved> {
    const { collection, record, id, tag, body, blob } = shown
    const { fields } = valueOf(this.collectionOf(collection), this.#random, `${record}-${count}`, decode(body)?.fields)
    const bytes = blob && { blob }
    const draft = { collection, record, ...contentOf(record, count, fields), ...bytes }
    const change = { collection, id, as: 'change', basedOn: tag, ...bytes } as const
    return this.#push(session, `an update of ${collection}`, draft, change)
  }

  async remove(session: Session, { collection, id, tag, record }: Saved): Promise<void> {
    const change: Change = { collection, id, as: 'change', body: undefined, basedOn: tag, key: `${record}-x` }
    const outcome = await answered('push', session.push(change))
    if (outcome.is !== 'acked') throw new Wrong(`a delete of ${collection} is ${outcome.is}: ${outcome.why}`)
  }

  #draft(collection: CollectionName) {
    this.#made += 1
    const record = `check-${this.#made}-${this.#random.seed().toString(36)}`
    const { fields, blob } = valueOf(this.collectionOf(collection), this.#random, `${this.#made}`)
    const bytes = blob && { blob: bytesOf(blob) }
    const saved = { collection, record, ...contentOf(record, 1, fields), ...bytes }
    return { saved, change: { collection, id: record, as: 'new', basedOn: undefined, ...bytes } as const }
  }

  async #push(
    session: Session,
    what: string,
    saved: Omit<Saved, 'id' | 'tag'>,
    change: Omit<Change, 'body' | 'key'>,
  ): Promise<Saved> {
    const key = saved.version
    const outcome = await answered('push', session.push({ ...change, body: saved.body, key }))
    if (outcome.is !== 'acked') throw new Wrong(`${what} is ${outcome.is}: ${outcome.why}`)
    const { id = change.id, tag } = outcome
    return { ...saved, id, ...(tag !== undefined && { tag }) }
  }
}

function contentOf(record: string, count: number, fields: Parameters<typeof encode>[0]['fields']) {
  const version = tokenOf(record, count)
  return { version, body: encode({ record, version, fields }) }
}

/** What is thrown where an answer was due is a fault of adapter or service: this service has no faults yet. */
async function answered<T>(method: string, call: Promise<T>): Promise<T> {
  try {
    return await within(CALL_MS, method, call)
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
    const words = thrown instanceof Unreadable ? 'an answer that cannot be read' : 'no answer'
    throw new Wrong(`${method}: ${words}: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** The rows of a record that are not deleted, by what their bodies say. */
export function rowsOf({ rows }: View, record: string): readonly Row[] {
  return rows.filter(({ body }) => body !== undefined && fingerprint(body).record === record)
}

/** The row that shows exactly this version; undefined where none does. */
export function shownBy({ rows }: View, saved: Saved): Row | undefined {
  return rows.find(
    ({ id, body }) => id === saved.id && body !== undefined && fingerprint(body).version === saved.version,
  )
}
