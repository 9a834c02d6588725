import { describe } from 'vitest'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { healsByContract, keepsTheContract, smallSite } from './fault.contract.ts'
import { CASES } from './testing/cases.ts'

/** What needs only the fleet is the same on every runtime. */
const RUNTIMES_OWN = CASES.filter(({ make }) => make(smallSite()).needs.length > 0)

describe.skipIf(isWithoutEngine)('in containers', () => {
  for (const each of RUNTIMES_OWN) {
    keepsTheContract(each, 'containers')
    if (each.make(smallSite()).is === 'fault') healsByContract(each, 'containers')
  }
})
