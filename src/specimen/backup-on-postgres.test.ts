/** The specimen's own backup, of rows in PostgreSQL, on real servers in containers. */

import { describe } from 'vitest'
import { engineContract } from '../backups/engine.contract.ts'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { specimenBackup } from './index.ts'
import { openBackedUp } from './testing/backed-up.ts'

describe.skipIf(isWithoutEngine)('on PostgreSQL', () => {
  engineContract('specimenBackup', {
    reaches: 'its moment',
    open: (job) => openBackedUp(({ sync, vault }) => specimenBackup({ from: sync, to: vault, ...job })),
  })
})
