/**
 * What a run has written into accounts of a service that is somebody else's, and what was there without it. Every
 * change of every client passes here: one of a record that this run has not written is not sent.
 *
 * A place is the service's own id in a collection of an account. What the first full view shows is not ours, whatever
 * stands in it; what is shown later is, if it carries the identity of a record that this run has written there.
 */

import type { Change, ClientDefinition, Outcome, Row, Session, View } from '../../clients/index.ts'
import { Failure } from '../../kernel/index.ts'
import type { Counts, Kind } from '../../runtime/index.ts'
import { decode } from '../../records/index.ts'

type Connect = ClientDefinition['connect']

/** One client of one account: what is known of its places. */
class Shelf {
  /** Nothing is written before it was read whole: what is there is not known. */
  isRead = false
  readonly foreign = new Set<string>()
  readonly own = new Set<string>()
  /** Names of records that this run has sent. */
  readonly written = new Set<string>()
  /** What was sent already. */
  readonly sent = new Set<string>()
  /** Records that were sent, and of which nothing was heard or seen since. */
  readonly unheard = new Set<string>()
}

export class OwnRecords {
  readonly #planned: ReadonlySet<string>
  readonly #shelves = new Map<string, Shelf>()
  readonly #counts: Record<Kind, number> = { 'sign in': 0, read: 0, create: 0, change: 0, delete: 0, again: 0 }
  #refused = 0

  /** Names of all records that the plan may write. */
  constructor(planned: ReadonlySet<string>) {
    this.#planned = planned
  }

  /** What was sent so far, whether or not it was answered. */
  get counts(): Counts {
    return { ...this.#counts }
  }

  /** How many changes were not sent. */
  get refused(): number {
    return this.#refused
  }

  /** How many records nobody has answered for, or shown: they may still appear. */
  get unheard(): number {
    return [...this.#shelves.values()].reduce((sum, { unheard }) => sum + unheard.size, 0)
  }

  /** The same sessions, through which nothing passes that is not this run's. `client` is its name in the site. */
  guard(client: string, connect: Connect): Connect {
    return async (link, account): Promise<Session> => {
      this.#counts['sign in'] += 1
      const session = await connect(link, account)
      const { user } = account
      const shelf = this.#shelfOf(client, user)
      return {
        push: (change) => this.#push(shelf, change, () => session.push(change)),
        pull: async (cursor) => {
          this.#counts.read += 1
          const view = await session.pull(cursor)
          this.#look(shelf, user, view)
          return view
        },
        ...(session.close && { close: () => session.close?.() ?? Promise.resolve() }),
      }
    }
  }

  /** Whether it may be deleted when the run is over: this run wrote it, and nothing was there before. */
  isOwn(client: string, user: string, row: Pick<Row, 'collection' | 'id'>): boolean {
    return this.#shelfOf(client, user).own.has(placeOf(row))
  }

  /** Names of the records that were sent into an account; none where nothing was. */
  writtenIn(client: string, user: string): readonly string[] {
    return [...this.#shelfOf(client, user).written]
  }

  async #push(shelf: Shelf, change: Change, send: () => Promise<Outcome>): Promise<Outcome> {
    const why = this.#whyNot(shelf, change)
    if (why !== undefined) {
      this.#refused += 1
      return { is: 'rejected', why: `not sent: ${why}` }
    }
    const place = placeOf(change)
    // Before it is sent: what has no answer may have been carried out.
    const record = (change.body !== undefined && decode(change.body)?.record) || change.id
    if (change.as === 'new') {
      shelf.written.add(record)
      shelf.own.add(place)
      shelf.unheard.add(record)
    }
    const sent = JSON.stringify([place, (change.body !== undefined && decode(change.body)?.version) || 'delete'])
    this.#counts[shelf.sent.has(sent) ? 'again' : kindOf(change)] += 1
    shelf.sent.add(sent)
    const outcome = await send()
    if (outcome.is !== 'indeterminate') shelf.unheard.delete(record)
    if (outcome.is === 'acked' && outcome.id !== undefined && outcome.id !== change.id) {
      const minted = placeOf({ ...change, id: outcome.id })
      // The place that was suggested is nobody's then; one that was another's before stays theirs.
      if (change.as === 'new') shelf.own.delete(place)
      if (!shelf.foreign.has(minted)) shelf.own.add(minted)
    }
    return outcome
  }

  #whyNot(shelf: Shelf, change: Change): string | undefined {
    const place = placeOf(change)
    if (!shelf.isRead) return 'the account was not read whole before'
    if (shelf.foreign.has(place)) return `${place} was there before, and is not of this run`
    if (change.as !== 'new' && !shelf.own.has(place)) return `${place} was not written by this run`
    return undefined
  }

  #look(shelf: Shelf, user: string, { kind, rows, unread = [] }: View): void {
    const isFirst = !shelf.isRead && kind === 'full' && unread.length === 0
    for (const row of rows) {
      if (row.body === undefined) continue
      const place = placeOf(row)
      const record = decode(row.body)?.record
      if (record !== undefined) shelf.unheard.delete(record)
      if (shelf.own.has(place) || shelf.foreign.has(place)) continue
      if (isFirst && record !== undefined && this.#planned.has(record)) throw leftBy(user, row.collection, record)
      const isOurs = record !== undefined && shelf.isRead && shelf.written.has(record)
      if (isOurs) shelf.own.add(place)
      else shelf.foreign.add(place)
    }
    if (isFirst) shelf.isRead = true
  }

  #shelfOf(client: string, user: string): Shelf {
    const key = JSON.stringify([client, user])
    const shelf = this.#shelves.get(key) ?? new Shelf()
    this.#shelves.set(key, shelf)
    return shelf
  }
}

function kindOf({ body, as }: Change): Kind {
  if (body === undefined) return 'delete'
  return as === 'new' ? 'create' : 'change'
}

const placeOf = ({ collection, id }: Pick<Row, 'collection' | 'id'>): string => `${collection} ${id}`

function leftBy(user: string, collection: string, record: string): Failure {
  const what = `account '${user}': ${collection} hold ${record}, which this run would write`
  return new Failure('usage', `${what}: an earlier run with this seed left it; expected another --seed`)
}
