/** Other databases of the same PostgreSQL server, read in one snapshot each. */

import { NoStoreIn, readPart, type Databases } from '../databases.ts'
import type { Format, Version } from '../formats.ts'
import type { Queries } from '../queries/tables.ts'
import { StoreUnreadable } from '../store.ts'
import { Connections, SNAPSHOT, sqlStateOf } from './connections.ts'
import { checkFormat, holdingsOf } from './database.ts'
import { tablesOver } from './postgres.ts'
import { bytesIn } from './table-blobs.ts'

export function otherDatabases(url: string, version: Version): Databases {
  return {
    within: async (name, work) => {
      const connections = new Connections(urlOf(url, name), { atMost: 1 })
      try {
        const connection = await blaming(name, () => connections.take())
        connection.release('sound')
        return await connections.transact(SNAPSHOT, async (db) => {
          const format = await blaming(name, () => formatIn(db, name, version))
          return await work({
            read: (part) => blaming(name, () => readPart(tablesOver(db, { format }), part)),
            blob: (sha256) => blaming(name, () => bytesIn(db, sha256)),
          })
        })
      } finally {
        await connections.close()
      }
    },
  }
}

function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** A store without a row is refused too: it is what a dump leaves that could not be read in, and it brings nothing. */
async function formatIn(db: Queries, name: string, version: Version): Promise<Format> {
  if ((await holdingsOf(db)).length === 0) throw new NoStoreIn('empty', `database '${name}' is empty`)
  const format = await checkFormat(db, name, version)
  const one = await db.selectFrom(format.records).select('seq').limit(1).executeTakeFirst()
  if (!one) throw new NoStoreIn('empty', `database '${name}' holds no records`)
  return format
}

/** Classes of SQLSTATE that are about the server and the way to it, not about what is in a database. */
const OF_THE_SERVER = /^(08|53|57)/

async function blaming<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof StoreUnreadable)) throw thrown
    const state = sqlStateOf(thrown)
    const elsewhere = state === undefined ? thrown.cause !== undefined : OF_THE_SERVER.test(state)
    throw elsewhere ? thrown : new NoStoreIn('unusable', `database '${name}': ${thrown.message}`)
  }
}
