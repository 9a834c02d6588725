/**
 * Every way to die, in every phase, on the embedded runtime: nothing of ours is left. With SYNCDRILL_ALL_DEATHS=1 each
 * of the 54 steps is met by each of the six ways.
 */

import { leavesNothingBehind } from './testing/dying.contract.ts'

leavesNothingBehind('embedded')
