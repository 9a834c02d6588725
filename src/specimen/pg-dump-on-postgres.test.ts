/** `pgDump` of a specimen that keeps its rows in PostgreSQL, on real servers in containers. */

import { describe } from 'vitest'
import { engineContract } from '../backups/engine.contract.ts'
import { pgDump } from '../backups/index.ts'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { openBackedUp } from './testing/backed-up.ts'

describe.skipIf(isWithoutEngine)('on PostgreSQL', () => {
  engineContract('pgDump', {
    reaches: 'its moment',
    open: (job) => openBackedUp(({ db, vault }) => pgDump({ from: db, to: vault, ...job })),
  })
})
