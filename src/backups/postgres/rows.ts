/** How many rows a database holds, as its server counts them: what a restore says that it brought back. */

import { succeed, type Run } from './dumps.ts'

const ROWS = `SELECT coalesce(sum((xpath('/row/c/text()', query_to_xml(
  format('SELECT count(*) AS c FROM %I.%I', schemaname, tablename), false, true, '')))[1]::text::bigint), 0)
  FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`

export async function rowsIn(run: Run): Promise<number> {
  return Number(await succeed(run, ['psql', '-At', '-c', ROWS]))
}
