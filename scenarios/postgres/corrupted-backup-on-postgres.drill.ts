import original from '../corrupted-backup.drill.ts'
import { hiptopOnPostgres } from '../sites/hiptop-on-postgres.ts'

/** The same green nights; what is empty are dumps. */
export default original.elsewhere({
  title: 'Corrupted backup, on PostgreSQL',
  site: () => hiptopOnPostgres({ every: '1d' }),
})
