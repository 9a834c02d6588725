/** A runbook's own command: its exit decides, its output is kept. */

import type { StepDetails } from '../../drill/index.ts'
import type { Stage } from '../stage.ts'
import type { StepEnd } from './index.ts'

export async function doRun(stage: Stage, details: Extract<StepDetails, { does: 'run' }>): Promise<StepEnd> {
  const { argv, inside, atMostMs } = details
  const { code, output } = await stage.site.execute(argv, { atMostMs, ...(inside && { inside }) })
  stage.ledger.append({ is: 'note', text: `${argv.join(' ')} exited with ${code}: ${output.slice(-2_000)}` })
  return code === 0 ? { state: 'end' } : { state: 'failed', because: `${argv[0]} exited with ${code}` }
}
