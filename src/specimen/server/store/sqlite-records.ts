/** Records, their earlier bodies and the answers about them, in SQLite. */

import { CLASSES } from '../classes.ts'
import type { Format } from './formats.ts'
import { keptAnswer, number, recordClass, row, text } from './shapes.ts'
import type { Statements } from './statements.ts'
import type { KeptAnswers, Records, Span } from './store.ts'

/** Versions kept of each record; an editor who is further behind is merged as if the base were unknown. */
const VERSIONS_KEPT = 50

export function sqliteRecords(sql: Statements, { records, versions }: Format): Records {
  return {
    find: async (key) => {
      const found = sql.first(
        `SELECT * FROM ${records} WHERE user = ? AND class = ? AND id = ?`,
        key.user,
        key.class,
        key.id,
      )
      return found && row(found)
    },
    put: async ({ user, class: its, id, etag, body }) => {
      // REPLACE removes the row of this record first, and so gives the new one the next number of the order.
      const insert = `INSERT OR REPLACE INTO ${records} (user, class, id, etag, body) VALUES (?, ?, ?, ?, ?)`
      sql.run(insert, user, its, id, etag, body ?? null)
    },
    bodyAt: async ({ user, class: its, id, etag }) => {
      const where = 'user = ? AND class = ? AND id = ? AND etag = ?'
      const found = sql.first(`SELECT body FROM ${versions} WHERE ${where}`, user, its, id, etag)
      return found && text(found, 'body')
    },
    keepVersion: async ({ user, class: its, id, etag, body }) => {
      const key = [user, its, id]
      sql.run(`INSERT INTO ${versions} (user, class, id, etag, body) VALUES (?, ?, ?, ?, ?)`, ...key, etag, body)
      const own = 'user = ? AND class = ? AND id = ?'
      const oldest = `SELECT seq FROM ${versions} WHERE ${own} ORDER BY seq DESC LIMIT 1 OFFSET ${VERSIONS_KEPT}`
      sql.run(`DELETE FROM ${versions} WHERE ${own} AND seq <= (${oldest})`, ...key, ...key)
    },
    span: async (span) => spanOf(sql, records, span),
    liveCounts: async () => {
      const found = sql.all(`SELECT class, count(*) AS live FROM ${records} WHERE body IS NOT NULL GROUP BY class`)
      const counts = new Map(found.map((columns) => [recordClass(columns), number(columns, 'live')]))
      const [contacts, calendar, notes, tasks, photos, scores] = CLASSES.map((each) => counts.get(each) ?? 0)
      return {
        contacts: contacts ?? 0,
        calendar: calendar ?? 0,
        notes: notes ?? 0,
        tasks: tasks ?? 0,
        photos: photos ?? 0,
        scores: scores ?? 0,
      }
    },
  }
}

function spanOf(sql: Statements, records: string, { user, after, upTo, limit, tombstones }: Span) {
  if (after.size === 0) return []
  const classes = Array.from(after, () => '(class = ? AND seq > ?)').join(' OR ')
  const live = tombstones === 'without' ? 'AND body IS NOT NULL' : ''
  const where = `user = ? AND seq > ? AND seq <= ? AND (${classes}) ${live}`
  const values = [user, Math.min(...after.values()), upTo, ...[...after].flat()]
  return sql.all(`SELECT * FROM ${records} WHERE ${where} ORDER BY seq LIMIT ?`, ...values, limit).map(row)
}

export function sqliteAnswers(sql: Statements, { answers }: Format): KeptAnswers {
  return {
    find: async (user, key) => {
      const found = sql.first(`SELECT * FROM ${answers} WHERE user = ? AND key = ?`, user, key)
      return found && keptAnswer(found)
    },
    keep: async ({ user, key, class: its, fingerprint, answer }) => {
      sql.run(
        `INSERT INTO ${answers} (user, key, class, fingerprint, answer) VALUES (?, ?, ?, ?, ?)`,
        user,
        key,
        its,
        fingerprint,
        answer,
      )
    },
  }
}
