/** What a runbook asks of people: each tells the program on their laptop. */

import type { StepDetails } from '../../drill/index.ts'
import type { Stage } from '../stage.ts'
import type { StepEnd } from './index.ts'

export async function doTell(
  { fleet }: Stage,
  { programs, word }: Extract<StepDetails, { does: 'tell' }>,
): Promise<StepEnd> {
  await fleet.tell(programs, word)
  return { state: 'end' }
}
