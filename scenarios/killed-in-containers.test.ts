/**
 * Ways to die, in every phase, in containers: nothing of ours is left, on this machine or on the engine. Of 54 moments
 * nine are drawn; `test:all` takes all, and with SYNCDRILL_ALL_DEATHS=1 each is met by each of the six ways, which
 * takes half an hour.
 */

import { describe } from 'vitest'
import { leavesNothingBehind } from './testing/dying.contract.ts'
import { isWithoutEngine } from './testing/engine.ts'

describe.skipIf(isWithoutEngine)('in containers', () => {
  leavesNothingBehind('containers')
})
