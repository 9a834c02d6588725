/** The tables of the store as Kysely knows them, the same in each database; what a connection does with its queries. */

import { Kysely, type CompiledQuery, type DatabaseConnection, type Dialect, type Generated } from 'kysely'

interface RowTable {
  seq: Generated<number>
  user: string
  class: string
  id: string
  etag: string
  body: string | null
}

interface VersionTable extends Omit<RowTable, 'body'> {
  body: string
}

interface AnswerTable {
  user: string
  key: string
  class: string
  fingerprint: string
  answer: string
}

interface Tables {
  state: { name: string; value: string }
  accounts: { user: string; salt: string; hash: string }
  tokens: { hash: string; user: string; device: string }
  records: RowTable
  items: RowTable
  versions: VersionTable
  item_versions: VersionTable
  answers: AnswerTable
  item_answers: AnswerTable
  /** Where blobs are not files. */
  blobs: { sha256: string; bytes: Uint8Array }
}

export type Queries = Kysely<Tables>
export type Columns = Readonly<Record<string, unknown>>

/** Sends one statement to the one connection there is, inside whatever transaction is open on it. */
export type Execute = (sql: string, values: readonly unknown[]) => Promise<Columns[]>

/** Connections, turns and transactions are the store's own affair: Kysely is only what queries are written in. */
export function queriesOver(language: Omit<Dialect, 'createDriver'>, execute: Execute): Queries {
  const connection: DatabaseConnection = {
    // Of which type they are, only the query knows that is answered with them.
    executeQuery: async ({ sql, parameters }: CompiledQuery) => ({ rows: (await execute(sql, parameters)) as never[] }),
    streamQuery: () => {
      throw new Error('a store reads whole answers')
    },
  }
  const nothing = () => Promise.resolve()
  const ownTransactions = () => Promise.reject(new Error('a store begins and ends its transactions itself'))
  const driver = {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    destroy: nothing,
    beginTransaction: ownTransactions,
    commitTransaction: ownTransactions,
    rollbackTransaction: ownTransactions,
  }
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => language.createAdapter(),
      createQueryCompiler: () => language.createQueryCompiler(),
      createIntrospector: (db) => language.createIntrospector(db),
      createDriver: () => driver,
    },
  })
}
