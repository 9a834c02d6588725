/**
 * What devices still hold comes back from them. Passes a closed door: deletions first, then class by class; each class
 * is read back and compared, recorded as validated, and opened.
 */

import type { CompiledStep, StepDetails } from '../../drill/index.ts'
import { CLASSES } from '../../records/index.ts'
import type { Stage } from '../stage.ts'
import { orFailed, type StepEnd } from './index.ts'

type Details = Extract<StepDetails, { does: 'edgeRestore' }>

export function doEdgeRestore(stage: Stage, step: CompiledStep, details: Details): Promise<StepEnd> {
  const { ledger, fleet, doors, routes } = stage
  const note = (state: 'begin' | 'end') => ledger.append({ is: 'restore', step: step.id, from: 'edge', state })
  return orFailed(async () => {
    note('begin')
    await fleet.edgeRestore(details.devices, {
      order: details.order ?? CLASSES,
      passOf: (service) => doors.pass(service),
      onClass: async (remote, one, rows) => {
        const behind = routes.behind(remote)
        const service = doors.served().find((served) => served === behind)
        if (service) doors.validated(service, one, rows)
        ledger.append({ is: 'restore', step: step.id, from: 'edge', state: 'validated', class: one })
        if (service && (await doors.open(service, [one])).length > 0) {
          ledger.append({ is: 'restore', step: step.id, from: 'edge', state: 'opened', class: one })
        }
        await fleet.serverViews('after step')
      },
    })
    note('end')
    return { state: 'end' }
  })
}
