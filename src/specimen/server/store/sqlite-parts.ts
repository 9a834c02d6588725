/** Whole parts of the SQLite store, as backups and restores read and replace them. */

import type { SQLInputValue } from 'node:sqlite'
import type { Format } from './formats.ts'
import { keptAnswer, row, version } from './shapes.ts'
import type { Statements } from './statements.ts'
import type { Part, Parts } from './store.ts'

export function sqliteParts(sql: Statements, { records, versions: bodies, answers: kept }: Format): Parts {
  return {
    read: async (part) => {
      const [where, values] = condition(part)
      return {
        // Without their numbers: a row that comes back gets a new place in the order of commits.
        rows: sql
          .all(`SELECT * FROM ${records} WHERE ${where} ORDER BY seq`, ...values)
          .map((columns) => row(columns))
          .map(({ user, class: its, id, etag, body }) => ({ user, class: its, id, etag, body })),
        versions: sql.all(`SELECT * FROM ${bodies} WHERE ${where} ORDER BY seq`, ...values).map(version),
        answers: sql.all(`SELECT * FROM ${kept} WHERE ${where} ORDER BY user, key`, ...values).map(keptAnswer),
      }
    },
    replace: async (part, { rows, versions, answers }) => {
      const [where, values] = condition(part)
      for (const table of [records, bodies, kept]) sql.run(`DELETE FROM ${table} WHERE ${where}`, ...values)
      for (const { user, class: its, id, etag, body } of rows) {
        sql.run(
          `INSERT INTO ${records} (user, class, id, etag, body) VALUES (?, ?, ?, ?, ?)`,
          user,
          its,
          id,
          etag,
          body ?? null,
        )
      }
      for (const { user, class: its, id, etag, body } of versions) {
        sql.run(`INSERT INTO ${bodies} (user, class, id, etag, body) VALUES (?, ?, ?, ?, ?)`, user, its, id, etag, body)
      }
      for (const { user, key, class: its, fingerprint, answer } of answers) {
        // A key may meanwhile have been used for a class that is not part of this; that answer is the younger one.
        sql.run(`INSERT OR IGNORE INTO ${kept} VALUES (?, ?, ?, ?, ?)`, user, key, its, fingerprint, answer)
      }
    },
  }
}

function condition({ classes, users }: Part): readonly [string, SQLInputValue[]] {
  const among = (values: readonly string[]) => `(${values.map(() => '?').join(', ')})`
  const inClasses = `class IN ${among(classes)}`
  if (!users) return [inClasses, [...classes]]
  return [`${inClasses} AND user IN ${among(users)}`, [...classes, ...users]]
}
