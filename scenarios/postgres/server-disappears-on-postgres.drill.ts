import original from '../server-disappears.drill.ts'
import { hiptopOnPostgres } from '../sites/hiptop-on-postgres.ts'

/** The same fire takes the service, its database server and their disk. */
export default original.elsewhere({
  title: 'Server disappears, on PostgreSQL',
  site: ({ backupOn }) => hiptopOnPostgres({ backupOn, every: '15min' }),
})
