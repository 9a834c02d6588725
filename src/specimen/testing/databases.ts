/** Empty databases of one PostgreSQL server for tests, and what an administrator of it can ask it. */

import { Client, type QueryResult } from 'pg'
import { databaseAt, startPostgres } from './postgres.ts'

let count = 0

export class Databases implements AsyncDisposable {
  readonly #server: Awaited<ReturnType<typeof startPostgres>>

  private constructor(server: Awaited<ReturnType<typeof startPostgres>>) {
    this.#server = server
  }

  static async start(): Promise<Databases> {
    return new Databases(await startPostgres())
  }

  /** The URL of a new one, as `template` is. */
  async create(template = 'template0'): Promise<string> {
    count += 1
    const name = `test_${count}`
    // Copied as files: of what lies on the disk, nothing is read before the copy is used.
    await this.ask(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
    return databaseAt(this.#server.url, name)
  }

  /** As superuser, by default in a database that holds nothing. */
  async ask(sql: string, url = this.#server.url): Promise<QueryResult<Record<string, unknown>>> {
    const client = new Client(url)
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await client.query<Record<string, unknown>>(sql)
    } finally {
      await client.end()
    }
  }

  /** Whoever is connected to it is not any more. */
  async endConnections(name: string): Promise<void> {
    await this.ask(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '${name}'`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }
}

export function nameIn(url: string): string {
  return new URL(url).pathname.slice(1)
}
