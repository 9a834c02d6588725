/** What PostgreSQL does in a way of its own: how rows are numbered, and what its epoch is made of. */

import { sql } from 'kysely'
import { number, text } from '../queries/shapes.ts'
import { stateValue, type Manners } from '../queries/state.ts'
import type { Queries } from '../queries/tables.ts'
import { StoreUnreadable } from '../store.ts'

const SEQUENCE = 'sequence'

export function postgresManners(db: Queries): Manners {
  return {
    numbering: {
      last: async () => {
        const value = await stateValue(db, SEQUENCE)
        if (value === undefined) throw new StoreUnreadable(`state '${SEQUENCE}' is missing`)
        return Number(value)
      },
      // A row, not a sequence of PostgreSQL's: those run ahead of what is committed, and a reader's cursor with them.
      reserve: async (count) => {
        const { value } = await db
          .updateTable('state')
          .set({ value: sql<string>`(value::bigint + ${count}::bigint)::text` })
          .where('name', '=', SEQUENCE)
          .returning('value')
          .executeTakeFirstOrThrow(() => new StoreUnreadable(`state '${SEQUENCE}' is missing`))
        return Number(value) - count + 1
      },
    },
    shownEpoch: async (kept) => [kept, ...(await placeOf(db))].join('.'),
  }
}

/**
 * Which cluster and database this is, and on which timeline: a standby that was promoted, or a dump that was read into
 * a new database, may lack what was written last, and gives the same numbers to other rows. The timeline is that of the
 * log, because the control file names the old one until the first checkpoint after a promotion.
 */
async function placeOf(db: Queries): Promise<readonly (string | number)[]> {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT
      (SELECT system_identifier::text FROM pg_control_system()) AS cluster,
      (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database,
      CASE
        WHEN pg_is_in_recovery() THEN (SELECT timeline_id::bigint FROM pg_control_checkpoint())
        ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
      END AS timeline`.execute(db)
  const [found = {}] = rows
  return [text(found, 'cluster'), number(found, 'database'), number(found, 'timeline')]
}
