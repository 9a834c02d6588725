/**
 * Ways to die, in every phase, on the embedded runtime: nothing of ours is left. Of 54 moments 18 are drawn; `test:all`
 * takes all, and with SYNCDRILL_ALL_DEATHS=1 each is met by each of the six ways.
 */

import { leavesNothingBehind } from './testing/dying.contract.ts'

leavesNothingBehind('embedded')
