import original from '../sidekick-2009.drill.ts'
import { hiptopOnPostgres } from '../sites/hiptop-on-postgres.ts'

/** The same storage failure under a database server: its pages are zeroed, and so is the dump beside them. */
export default original.elsewhere({
  title: 'Sidekick, October 2009, on PostgreSQL',
  site: ({ backupOn }) => hiptopOnPostgres({ backupOn }),
})
