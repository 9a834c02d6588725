/** What all devices of a run share: the ledger, the clock, the book of versions, and how to reach the services. */

import { Failure, reasonOf, type DrillClock } from '../kernel/index.ts'
import { NoAnswer, Unreadable, type Account, type Adapter, type Row, type Wire } from '../clients/index.ts'
import type { Ledger, RowEntry, Reading } from '../ledger/index.ts'
import type { Collection, CollectionName } from '../records/index.ts'
import type { Random } from '../kernel/index.ts'
import { rowEntryOf, type Book } from './book.ts'
import { Silence, type Heard } from './quiet/silence.ts'
import { Adopted } from './there-before/adopted.ts'

export type ViewEntry = Extract<Reading, { readonly is: 'view' }>

/** One client of the site, and the collections that it carries. */
export interface Channel {
  readonly name: string
  readonly adapter: Adapter
  /** Through the devices' link. */
  readonly wire: Wire
  /** To the service itself, past its link. */
  readonly direct: Wire
  /** The name of the service that stands behind it now. */
  readonly serves: () => string
}

export class World {
  readonly ledger: Ledger
  readonly clock: DrillClock
  readonly random: Random
  readonly book: Book
  readonly adopted: Adopted
  /** By name, in the order of the plan. */
  readonly collections: ReadonlyMap<CollectionName, Collection>
  readonly channels: readonly Channel[]
  readonly credentials: (account: string) => Account
  readonly #silences = new Map<Wire, { readonly client: string; readonly silence: Silence }>()
  #views = 0

  constructor(
    parts: Omit<World, 'adopted' | 'channelOf' | 'collectionOf' | 'entryOf' | 'openView' | 'writeView' | 'silence'>,
  ) {
    this.ledger = parts.ledger
    this.clock = parts.clock
    this.random = parts.random
    this.book = parts.book
    this.adopted = new Adopted({
      ledger: parts.ledger,
      book: parts.book,
      random: parts.random.fork('adopted'),
      collections: parts.collections,
    })
    this.collections = parts.collections
    this.channels = parts.channels
    this.credentials = parts.credentials
    // Whatever is done to a service, or to what leads to it, may make it answer.
    this.ledger.onEntry(({ is }) => {
      if (is !== 'service' && is !== 'injury') return
      for (const { silence } of this.#silences.values()) silence.forget()
    })
  }

  /** Whether anybody answers on this path, which is one of the channel's. What is not answered is written down. */
  silence({ name: client, adapter, serves, direct }: Channel, wire: Wire, account: string): Silence {
    const known = this.#silences.get(wire)
    if (known) return known.silence
    const probe = async () => {
      await using session = await wire.session(adapter.definition.connect, this.credentials(account))
      return await session.pull()
    }
    const through = wire === direct ? 'direct' : 'link'
    const tell = (heard: Heard) => {
      if (!this.ledger.hasEnded) this.ledger.append({ is: 'silence', client, service: serves(), through, ...heard })
    }
    const silence = new Silence(probe, { tell, onChange: () => this.#hearsChange(client) })
    this.#silences.set(wire, { client, silence })
    return silence
  }

  /** Both ways lead to the same service: what it takes on one, it does not leave unanswered on the other. */
  #hearsChange(client: string): void {
    for (const one of this.#silences.values()) if (one.client === client) one.silence.hearsChange()
  }

  collectionOf(name: CollectionName): Collection {
    const known = this.collections.get(name)
    if (!known) throw new Failure('bug', `no client carries ${name}`)
    return known
  }

  /** As the ledger tells it. */
  entryOf(row: Row): RowEntry {
    return rowEntryOf(row, this.collectionOf(row.collection))
  }

  channelOf(collection: CollectionName): Channel {
    const channel = this.channels.find(({ adapter }) => adapter.carries.includes(collection))
    if (!channel) throw new Failure('bug', `no client carries ${collection}`)
    return channel
  }

  openView(view: Omit<ViewEntry, 'is' | 'view'>): number {
    this.#views += 1
    this.ledger.append({ is: 'view', view: this.#views, ...view })
    return this.#views
  }

  /** A whole view in one go. */
  writeView(view: Omit<ViewEntry, 'is' | 'view'>, rows: Iterable<RowEntry>): void {
    const number = this.openView(view)
    let count = 0
    for (const row of rows) {
      this.ledger.append({ is: 'row', view: number, ...row })
      count += 1
    }
    this.ledger.append({ is: 'viewed', view: number, state: 'complete', rows: count })
  }
}

/** Errors that a service under test may cause. Anything else that an adapter throws is a mistake in the adapter. */
export function unansweredBy(thrown: unknown, channel: Channel): string {
  if (thrown instanceof NoAnswer || thrown instanceof Unreadable) return reasonOf(thrown)
  if (thrown instanceof Failure) throw thrown
  throw new Failure(
    'bug',
    `client '${channel.name}' threw what is neither NoAnswer nor Unreadable: ${reasonOf(thrown)}`,
    {
      cause: thrown,
    },
  )
}
