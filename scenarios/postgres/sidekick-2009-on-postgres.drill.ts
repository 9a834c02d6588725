import { breaks, fails, waives } from 'syncdrill'
import { powerCycle } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import original from '../sidekick-2009.drill.ts'
import { hiptopOnPostgres } from '../sites/hiptop-on-postgres.ts'

/** The same storage failure under a database server: its pages are zeroed, and so is the dump beside them. */
export default original.elsewhere({
  title: 'Sidekick, October 2009, on PostgreSQL',
  site: ({ backupOn }) => hiptopOnPostgres({ backupOn }),
  expect: {
    // What the server still had in memory it writes after the storage has lost it: such records leave traces.
    'as reported': fails(
      breaks(nothingAcknowledgedIsLost, 'unrecoverable', { by: powerCycle }),
      waives(nothingAcknowledgedIsLost, 'lost'),
    ),
  },
})
