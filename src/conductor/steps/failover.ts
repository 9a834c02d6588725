/** A standby takes over: it is told so by its own means, and whoever called the old one is led to it. */

import type { StepDetails } from '../../drill/index.ts'
import type { Service } from '../../site/index.ts'
import type { Stage } from '../stage.ts'
import { orFailed, type StepEnd } from './index.ts'

const PROMOTION_MS = 60_000
const TOLD_CHARACTERS = 500

/** A standby that refuses is an outcome, with what it said: the drill goes on, and the judge sees it. */
export function doPromote({ site, ledger }: Pick<Stage, 'site' | 'ledger'>, standby: Service): Promise<StepEnd> {
  return orFailed(async () => {
    const argv = standby.promotion ?? []
    const { code, output } = await site.execute(argv, { inside: standby, atMostMs: PROMOTION_MS })
    const ended = `${argv.join(' ')} exited with ${code}: ${output.slice(-TOLD_CHARACTERS)}`
    ledger.append({ is: 'note', text: ended })
    return code === 0 ? { state: 'end' } : { state: 'failed', because: ended }
  })
}

/** Devices that use the link hang up: a connection that is kept open would still reach the old service. */
export async function doRepoint(
  { site, routes, fleet }: Stage,
  { link, to }: Extract<StepDetails, { does: 'repoint' }>,
): Promise<StepEnd> {
  await site.link(link).repoint(to)
  routes.point(link, to)
  await fleet.wire(link)?.hangUp()
  return { state: 'end' }
}
