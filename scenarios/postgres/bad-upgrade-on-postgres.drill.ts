import original from '../bad-upgrade.drill.ts'
import { hiptopOnPostgres } from '../sites/hiptop-on-postgres.ts'

/** The same migration, half done in a database server. */
export default original.elsewhere({
  title: 'Bad upgrade, on PostgreSQL',
  site: () => hiptopOnPostgres({ defects: ['marks a migration applied before it is'] }),
})
