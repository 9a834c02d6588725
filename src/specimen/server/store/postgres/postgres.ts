/**
 * The store in a PostgreSQL database. Writes take turns on one connection, so that numbers are in the order of commits;
 * reads have others, and go on while a commit waits for a standby.
 */

import { sql } from 'kysely'
import { Turns } from '../../turns.ts'
import type { Work } from '../batch.ts'
import type { Format, Version } from '../formats.ts'
import type { Takeover } from '../migrate.ts'
import type { Queries } from '../queries/tables.ts'
import { transactionOver, type Served } from '../queries/transaction.ts'
import type { Store, Transaction } from '../store.ts'
import { Connections, SNAPSHOT } from './connections.ts'
import { prepare, refuseOther, takeTurn } from './database.ts'
import { LateCommits } from './late-commits.ts'
import { postgresManners } from './manners.ts'

const READERS = 8

export interface PostgresOptions extends Takeover {
  readonly version: Version
  /** `after answer` is defect A1. */
  readonly commits?: 'before answer' | 'after answer'
  readonly writes?: Served['writes'] | undefined
}

export class PostgresStore implements Store {
  readonly #url: string
  readonly #served: Served
  readonly #turns = new Turns()
  readonly #writer: Connections
  readonly #readers: Connections
  readonly #late: LateCommits | undefined

  private constructor(url: string, format: Format, { commits, writes }: PostgresOptions) {
    this.#url = url
    this.#served = { format, writes }
    this.#writer = new Connections(url, { atMost: 1 })
    this.#readers = new Connections(url, { atMost: READERS })
    this.#late = commits === 'after answer' ? new LateCommits(this.#writer) : undefined
  }

  static async open(url: string, options: PostgresOptions): Promise<PostgresStore> {
    return new PostgresStore(url, await prepare(url, nameOf(url), options), options)
  }

  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#write('writes', work)
  }

  /** Through the one connection that writes. */
  #write<Result>(kind: Work, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const onThem = async (db: Queries) => {
      await takeTurn(db)
      await refuseOther(db, this.#served.format)
      return await work(tablesOver(db, this.#served))
    }
    const writer = this.#late
    return this.#turns.take(() => (writer ? writer.transact(kind, onThem) : this.#writer.transact('BEGIN', onThem)))
  }

  /** What is answered and not committed is seen on the writing connection only. */
  read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    if (this.#late) return this.#write('reads', work)
    return this.#readers.transact(SNAPSHOT, async (db) => {
      await refuseOther(db, this.#served.format)
      return await work(tablesOver(db, this.#served))
    })
  }

  /** Through a connection of its own, made for this. */
  async probe(): Promise<void> {
    const connections = new Connections(this.#url, { atMost: 1 })
    try {
      await connections.transact(SNAPSHOT, async (db) => {
        await db
          .selectFrom('state')
          .select(sql`count(*)`.as('rows'))
          .execute()
        await db
          .selectFrom(this.#served.format.records)
          .select(sql`count(*)`.as('rows'))
          .execute()
      })
    } finally {
      await connections.close()
    }
  }

  async close(): Promise<void> {
    await this.#turns.take(async () => this.#late?.settle())
    await Promise.all([this.#writer.close(), this.#readers.close()])
  }
}

export function tablesOver(db: Queries, served: Served): Transaction {
  return transactionOver(db, served, () => postgresManners(db))
}

/** Without the password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
