/** What an extractor can still read of a volume that was set aside comes back, past the closed door. */

import type { CompiledStep, StepDetails } from '../../drill/index.ts'
import { CLASSES } from '../../records/index.ts'
import type { Stage } from '../stage.ts'
import { wireTo } from '../wires.ts'
import { orFailed, type StepEnd } from './index.ts'

type Details = Extract<StepDetails, { does: 'salvage' }>

export function doSalvage(stage: Stage, step: CompiledStep, { volume, extractor }: Details): Promise<StepEnd> {
  const { ledger, fleet, doors, site, compiled } = stage
  const note = (state: 'begin' | 'refused' | 'end', because?: string) =>
    ledger.append({ is: 'restore', step: step.id, from: 'salvage', state, ...(because !== undefined && { because }) })
  return orFailed(async () => {
    note('begin')
    const aside = stage.asides.findLast((one) => one.volume === volume)
    const nothing = `nothing of ${compiled.topology.nameOf(volume)} was set aside`
    const serving = aside
      ? await extractor.extract({ site, topology: compiled.topology }, site.aside(aside.asideAs))
      : ({ is: 'unusable', because: nothing } as const)
    if (serving.is === 'unusable') {
      note('refused', `${extractor.name}: ${serving.because}`)
      return { state: 'refused', because: serving.because }
    }
    await using room = serving
    await using wire = wireTo(room.address, stage.signal)
    await fleet.salvageViews(aside?.asideAs ?? '', extractor.name, wire.send)
    const taken = await fleet.offerSalvaged(wire.send, { classes: CLASSES, passOf: (service) => doors.pass(service) })
    note('end', `${taken} rows, read by ${extractor.name}`)
    return { state: 'end', because: `${taken} rows were recovered` }
  })
}
