/**
 * Connections to one PostgreSQL database, each with transactions of its own. One that is lost is not used again, and
 * the next is made when it is needed, so that a server that was away is found again by itself.
 */

import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { DatabaseError, Pool, TypeOverrides, types, type PoolClient, type QueryResult } from 'pg'
import { reasonOf } from '../../log.ts'
import { Problem } from '../../problem.ts'
import { queriesOver, type Columns, type Queries } from '../queries/tables.ts'
import { StoreUnreadable } from '../store.ts'

/** For reading: all of one moment. */
export const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

const CONNECT_MS = 5_000
const ANSWER_MS = 30_000
/** A peer that has vanished is asked after this long whether it is still there. */
const SILENT_MS = 5_000

/** Read as numbers: none of ours comes near to what a double cannot hold. */
const PARSERS = new TypeOverrides()
PARSERS.setTypeParser(types.builtins.INT8, Number)

const LANGUAGE = {
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db: Queries) => new PostgresIntrospector(db),
}

export class Connection {
  readonly db: Queries
  readonly #client: PoolClient

  constructor(client: PoolClient) {
    this.#client = client
    this.db = queriesOver(LANGUAGE, async (sql, values) => (await this.run(sql, values)).rows)
  }

  async run(sql: string, values: readonly unknown[] = [], answerMs = ANSWER_MS): Promise<QueryResult<Columns>> {
    try {
      // Its type does not know yet that each query can have a limit of its own.
      const query = { text: sql, values: [...values], query_timeout: answerMs }
      return await this.#client.query<Columns>(query)
    } catch (thrown) {
      throw storeError(thrown)
    }
  }

  /**
   * Fulfilled only when the transaction is durable wherever it was asked to be. Waits for as long as it takes: a commit
   * that waits for its standby must not be cancelled, for it would stay, and be known here only. Where somebody else
   * cancels that wait, PostgreSQL commits, with a warning; and of a transaction that had failed it says ROLLBACK.
   */
  async commit(): Promise<void> {
    const warnings: string[] = []
    const listen = ({ message }: { readonly message: string | undefined }) => warnings.push(message ?? '')
    this.#client.on('notice', listen)
    try {
      const { command } = await this.#client.query('COMMIT')
      if (command !== 'COMMIT') throw new StoreUnreadable(`PostgreSQL answered COMMIT with ${command}`)
      const [warning] = warnings
      if (warning !== undefined) throw new StoreUnreadable(`not known to be durable: ${warning}`)
    } catch (thrown) {
      throw storeError(thrown)
    } finally {
      this.#client.off('notice', listen)
    }
  }

  release(how: 'sound' | 'doubtful'): void {
    this.#client.release(how === 'doubtful')
  }

  /** Rolls back. A connection that did not answer is not asked for that either: its end rolls back as well. */
  async giveUp(because: unknown): Promise<void> {
    const mute = because instanceof StoreUnreadable && sqlStateOf(because) === undefined
    if (mute) return this.release('doubtful')
    try {
      await this.run('ROLLBACK')
      this.release('sound')
    } catch {
      this.release('doubtful')
    }
  }
}

export class Connections {
  readonly #pool: Pool
  readonly #known = new WeakMap<PoolClient, Connection>()

  constructor(url: string, { atMost }: { readonly atMost: number }) {
    this.#pool = new Pool({
      connectionString: url,
      max: atMost,
      types: PARSERS,
      // So that whatever a commit says besides its answer is a warning.
      options: '-c client_min_messages=warning',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: SILENT_MS,
    })
    // A connection that breaks is out of the pool already; who uses it meanwhile is told by its next query.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async take(): Promise<Connection> {
    const client = await this.#pool.connect().catch((thrown: unknown) => {
      throw storeError(thrown)
    })
    const connection = this.#known.get(client) ?? new Connection(client)
    this.#known.set(client, connection)
    return connection
  }

  async transact<Result>(begin: 'BEGIN' | typeof SNAPSHOT, work: (db: Queries) => Promise<Result>): Promise<Result> {
    const connection = await this.take()
    let result: Result
    try {
      await connection.run(begin)
      result = await work(connection.db)
    } catch (thrown) {
      await connection.giveUp(thrown)
      throw thrown
    }
    try {
      await connection.commit()
    } catch (thrown) {
      connection.release('doubtful')
      throw thrown
    }
    connection.release('sound')
    return result
  }

  close(): Promise<void> {
    return this.#pool.end()
  }
}

const NUL_IN_TEXT = '22021'

/** Whatever PostgreSQL or the way to it says, the store could not be read; it never looks like fewer rows. */
function storeError(thrown: unknown): Error {
  if (thrown instanceof StoreUnreadable) return thrown
  if (sqlStateOf(thrown) === NUL_IN_TEXT) return new Problem(400, 'query', 'expected text without NUL characters')
  return new StoreUnreadable(`PostgreSQL: ${reasonOf(thrown)}`, { cause: thrown })
}

export function sqlStateOf(thrown: unknown): string | undefined {
  const error = thrown instanceof StoreUnreadable ? thrown.cause : thrown
  return error instanceof DatabaseError ? error.code : undefined
}
