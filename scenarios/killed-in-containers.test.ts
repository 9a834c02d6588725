/**
 * Every way to die, in every phase, in containers: nothing of ours is left, on this machine or on the engine. With
 * SYNCDRILL_ALL_DEATHS=1 each of the 54 steps is met by each of the six ways, which takes half an hour.
 */

import { describe } from 'vitest'
import { leavesNothingBehind } from './testing/dying.contract.ts'
import { isWithoutEngine } from './testing/engine.ts'

describe.skipIf(isWithoutEngine)('in containers', () => {
  leavesNothingBehind('containers')
})
