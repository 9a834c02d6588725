/** Prepared statements of one SQLite connection, each prepared once, as Kysely and the store send them. */

import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Format } from '../formats.ts'
import { number } from '../queries/shapes.ts'
import type { Manners } from '../queries/state.ts'
import { queriesOver, type Queries } from '../queries/tables.ts'

export function sqliteQueries(database: DatabaseSync): Queries {
  const prepared = new Map<string, StatementSync>()
  const language = {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db: Queries) => new SqliteIntrospector(db),
  }
  return queriesOver(language, (sql, values) => {
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    return Promise.resolve(statement.all(...(values as SQLInputValue[])))
  })
}

/** AUTOINCREMENT notes the highest number that a table ever had; on the one connection there is nobody in between. */
export function sqliteManners(database: DatabaseSync, { records }: Format): Manners {
  const highest = database.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?')
  const last = async () => {
    const found = highest.get(records)
    return found ? number(found, 'seq') : 0
  }
  return {
    numbering: { last, reserve: async () => (await last()) + 1 },
    shownEpoch: (kept) => Promise.resolve(kept),
  }
}
