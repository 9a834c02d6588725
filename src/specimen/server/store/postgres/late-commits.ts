/** Defect A1 on PostgreSQL: transactions share one, which is committed some time after they were answered. */

import type { Queries } from '../queries/tables.ts'
import type { Connection, Connections } from './connections.ts'

/** Long enough that whoever kills it while people work finds something that was said and not done. */
const LATE_MS = 400

export class LateCommits {
  readonly #connections: Connections
  readonly #later: (settle: () => Promise<void>) => void
  #open: Connection | undefined

  /** `later` must run its work when no other is under way. */
  constructor(connections: Connections, later: (settle: () => Promise<void>) => void) {
    this.#connections = connections
    this.#later = later
  }

  async transact<Result>(work: (db: Queries) => Promise<Result>): Promise<Result> {
    const begun = this.#open !== undefined
    const connection = this.#open ?? (await this.#connections.take())
    this.#open = connection
    try {
      if (!begun) await this.#begin(connection)
      await connection.run('SAVEPOINT work')
      const result = await work(connection.db)
      await connection.run('RELEASE SAVEPOINT work')
      return result
    } catch (thrown) {
      await this.#undo(connection)
      throw thrown
    }
  }

  async settle(): Promise<void> {
    const connection = this.#open
    this.#open = undefined
    if (!connection) return
    try {
      await connection.commit()
      connection.release('sound')
    } catch {
      // Whoever was promised that it stays is not there to be told any more.
      connection.release('doubtful')
    }
  }

  async #begin(connection: Connection): Promise<void> {
    await connection.run('BEGIN')
    setTimeout(() => this.#later(() => this.settle()), LATE_MS)
  }

  async #undo(connection: Connection): Promise<void> {
    try {
      await connection.run('ROLLBACK TO SAVEPOINT work')
    } catch {
      this.#open = undefined
      connection.release('doubtful')
    }
  }
}
