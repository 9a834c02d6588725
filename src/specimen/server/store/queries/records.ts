/** Records, their earlier bodies, and the answers kept under idempotency keys. */

import { CLASSES } from '../../classes.ts'
import type { Format } from '../formats.ts'
import type { KeptAnswers, Records, Span } from '../store.ts'
import { keptAnswer, number, recordClass, row, text } from './shapes.ts'
import type { Numbering } from './state.ts'
import type { Queries } from './tables.ts'

/** An editor that is further behind is merged without knowing what it had seen. */
const VERSIONS_KEPT = 50

export function recordsOver(db: Queries, { records, versions }: Format, numbering: Numbering): Records {
  return {
    find: async (key) => {
      const query = db.selectFrom(records).selectAll()
      const found = await query
        .where((each) => each.and({ user: key.user, class: key.class, id: key.id }))
        .executeTakeFirst()
      return found && row(found)
    },
    put: async ({ user, class: its, id, etag, body }) => {
      // The row goes first, and so a changed record moves to the end of the order of commits.
      const seq = await numbering.reserve(1)
      await db
        .deleteFrom(records)
        .where((each) => each.and({ user, class: its, id }))
        .execute()
      await db
        .insertInto(records)
        .values({ seq, user, class: its, id, etag, body: body ?? null })
        .execute()
    },
    bodyAt: async ({ user, class: its, id, etag }) => {
      const query = db.selectFrom(versions).select('body')
      const found = await query.where((each) => each.and({ user, class: its, id, etag })).executeTakeFirst()
      return found && text(found, 'body')
    },
    keepVersion: async ({ user, class: its, id, etag, body }) => {
      await db.insertInto(versions).values({ user, class: its, id, etag, body }).execute()
      await db
        .deleteFrom(versions)
        .where((each) => each.and({ user, class: its, id }))
        .where('seq', '<=', (each) =>
          each
            .selectFrom(versions)
            .select('seq')
            .where((own) => own.and({ user, class: its, id }))
            .orderBy('seq', 'desc')
            .limit(1)
            .offset(VERSIONS_KEPT),
        )
        .execute()
    },
    span: (span) => spanOf(db, records, span),
    liveCounts: async () => {
      const query = db.selectFrom(records).select((each) => ['class', each.fn.countAll().as('live')])
      const found = await query.where('body', 'is not', null).groupBy('class').execute()
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

async function spanOf(
  db: Queries,
  records: Format['records'],
  { user, after, upTo, limit, tombstones }: Span,
): ReturnType<Records['span']> {
  if (after.size === 0) return []
  const found = await db
    .selectFrom(records)
    .selectAll()
    .where('user', '=', user)
    .where('seq', '>', Math.min(...after.values()))
    .where('seq', '<=', upTo)
    .where((each) => each.or([...after].map(([its, seen]) => each('class', '=', its).and('seq', '>', seen))))
    .$if(tombstones === 'without', (query) => query.where('body', 'is not', null))
    .orderBy('seq')
    .limit(limit)
    .execute()
  return found.map(row)
}

export function answersOver(db: Queries, { answers }: Format): KeptAnswers {
  return {
    find: async (user, key) => {
      const query = db.selectFrom(answers).selectAll()
      const found = await query.where((each) => each.and({ user, key })).executeTakeFirst()
      return found && keptAnswer(found)
    },
    keep: async ({ user, key, class: its, fingerprint, answer }) => {
      await db.insertInto(answers).values({ user, key, class: its, fingerprint, answer }).execute()
    },
  }
}
