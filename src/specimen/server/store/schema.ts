/** The tables of each format, in the words of either database. */

import { sql } from 'kysely'
import type { Format } from './formats.ts'
import type { Queries } from './queries/tables.ts'

/** What the databases call by different names. */
export interface Words {
  /** A number that the database gives, never one twice. */
  readonly number: string
  /** This moment, as text. */
  readonly now: string
  /** What the definition of a table ends with. */
  readonly end: string
}

export function sharedTables({ end }: Words): readonly string[] {
  return [
    `CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) ${end}`,
    `CREATE TABLE accounts ("user" TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) ${end}`,
    `CREATE TABLE tokens (hash TEXT PRIMARY KEY, "user" TEXT NOT NULL, device TEXT NOT NULL) ${end}`,
  ]
}

/** Version 2 adds to each record when it was last changed, as the server saw it. */
export function tables({ number: format, records, versions, answers }: Format, words: Words): readonly string[] {
  const { number, now, end } = words
  const changed = format === 2 ? `changed TEXT NOT NULL DEFAULT (${now}),` : ''
  return [
    `CREATE TABLE ${records} (
      seq ${number},
      "user" TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT,
      ${changed}
      UNIQUE ("user", class, id)
    ) ${end}`,
    `CREATE INDEX ${records}_in_order ON ${records} ("user", seq)`,
    `CREATE TABLE ${versions} (
      seq ${number},
      "user" TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT NOT NULL,
      UNIQUE ("user", class, id, etag)
    ) ${end}`,
    `CREATE TABLE ${answers} (
      "user" TEXT NOT NULL, key TEXT NOT NULL, class TEXT NOT NULL, fingerprint TEXT NOT NULL, answer TEXT NOT NULL,
      PRIMARY KEY ("user", key)
    ) ${end}`,
  ]
}

export async function carryOut(db: Queries, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
