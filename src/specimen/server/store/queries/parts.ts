/** Whole parts of the store, as backups and restores read and replace them. */

import type { Format } from '../formats.ts'
import type { NewRow, Part, PartContent, Parts } from '../store.ts'
import { keptAnswer, row, version } from './shapes.ts'
import type { Numbering } from './state.ts'
import type { Queries } from './tables.ts'

/** Rows in one statement: each database has a limit for its values. */
const AT_ONCE = 500

export function partsOver(db: Queries, format: Format, numbering: Numbering): Parts {
  const { records, versions: bodies, answers: kept } = format
  return {
    read: async (part) => {
      const classes = [...part.classes]
      const [some, users] = [part.users !== undefined, [...(part.users ?? [])]]
      const rows = db.selectFrom(records).selectAll().where('class', 'in', classes)
      const versions = db.selectFrom(bodies).selectAll().where('class', 'in', classes)
      const answers = db.selectFrom(kept).selectAll().where('class', 'in', classes)
      const found = {
        rows: await rows
          .$if(some, (all) => all.where('user', 'in', users))
          .orderBy('seq')
          .execute(),
        versions: await versions
          .$if(some, (all) => all.where('user', 'in', users))
          .orderBy('seq')
          .execute(),
        answers: await answers
          .$if(some, (all) => all.where('user', 'in', users))
          .orderBy('user')
          .orderBy('key')
          .execute(),
      }
      return {
        rows: found.rows.map((columns) => withoutNumber(row(columns))),
        versions: found.versions.map(version),
        answers: found.answers.map(keptAnswer),
      }
    },
    replace: async (part, content) => {
      await clear(db, format, part)
      await insert(db, format, numbering, content)
    },
  }
}

/** A row that comes back gets a new place in the order of commits. */
function withoutNumber({ user, class: its, id, etag, body }: NewRow): NewRow {
  return { user, class: its, id, etag, body }
}

async function clear(db: Queries, { records, versions, answers }: Format, { classes, users }: Part): Promise<void> {
  for (const table of [records, versions, answers]) {
    const those = db.deleteFrom(table).where('class', 'in', [...classes])
    await (users ? those.where('user', 'in', [...users]) : those).execute()
  }
}

async function insert(
  db: Queries,
  { records, versions: bodies, answers: kept }: Format,
  numbering: Numbering,
  { rows, versions, answers }: PartContent,
): Promise<void> {
  const first = await numbering.reserve(rows.length)
  const numbered = rows.map((each, place) => ({ ...each, body: each.body ?? null, seq: first + place }))
  for (const some of inBatches(numbered)) await db.insertInto(records).values(some).execute()
  for (const some of inBatches(versions)) await db.insertInto(bodies).values(some).execute()
  for (const some of inBatches(answers)) {
    // A key may meanwhile have been used for a class that is not part of this; that answer is the younger one.
    const ours = db.insertInto(kept).values(some)
    await ours.onConflict((conflict) => conflict.doNothing()).execute()
  }
}

function inBatches<Each>(all: readonly Each[]): readonly Each[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, batch) =>
    all.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE),
  )
}
