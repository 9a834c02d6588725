/** Defect A1 on PostgreSQL: transactions share one. */

import { Batch, type Work } from '../batch.ts'
import type { Queries } from '../queries/tables.ts'
import type { Connection, Connections } from './connections.ts'

export class LateCommits {
  readonly #connections: Connections
  #open: Connection | undefined
  readonly #batch = new Batch()

  constructor(connections: Connections) {
    this.#connections = connections
  }

  /** One at a time: whoever asks takes turns. */
  async transact<Result>(kind: Work, work: (db: Queries) => Promise<Result>): Promise<Result> {
    if (this.#batch.isOverFor(kind)) await this.settle()
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
    this.#batch.begin()
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
