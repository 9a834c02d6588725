/** What an extractor can still read of a volume that was set aside comes back, past the closed door. */

import { DELETES_UNDONE } from '../ledger/index.ts'
import type { Extractor } from '../backups/index.ts'
import type { Volume } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { makeAccountsIn } from '../stage/accounts.ts'
import { wireTo } from '../stage/wires.ts'
import { demand, wasDone } from './demand.ts'
import { orFailed } from './or-failed.ts'
import type { CompiledStep, StepEnd } from './step.ts'
import type { Taking } from './taking.ts'

/**
 * Offered to the server where it has nothing newer. Doors stay as they are: what is salvaged is not all, and somebody
 * may still be about to bring the rest. Refused: a volume that no earlier step replaces.
 *
 * @example salvage(san, { with: sqliteRows(sync) })
 */
export function salvage(volume: Volume, options: { readonly with: Extractor }): Taking {
  const extractor = options.with
  return {
    is: 'step',
    name: 'salvage',
    takes: true,
    needs: ['copies'],
    sideEffects: [DELETES_UNDONE],
    describe: (names) => [names.of(volume), { with: extractor.name }],
    check({ topology, earlier }) {
      topology.nameOf(extractor.of)
      demand(wasDone(earlier, 'replace', volume), 'volume', 'one that an earlier step replaces', 'another')
    },
    run: (stage, own) => orFailed(() => bringBack(stage, own, volume, extractor)),
  }
}

async function bringBack(stage: Stage, { id }: CompiledStep, volume: Volume, extractor: Extractor): Promise<StepEnd> {
  const { ledger, fleet, doors, site, topology, asides, signal } = stage
  const note = (state: 'begin' | 'refused' | 'end', because?: string) =>
    ledger.append({ is: 'restore', step: id, from: 'salvage', state, ...(because !== undefined && { because }) })
  note('begin')
  const aside = asides.findLast((one) => one.volume === volume)
  const nothing = `nothing of ${topology.nameOf(volume)} was set aside`
  const serving = aside
    ? await extractor.extract({ site, topology }, site.aside(aside.asideAs))
    : ({ is: 'unusable', because: nothing } as const)
  if (serving.is === 'unusable') {
    note('refused', `${extractor.name}: ${serving.because}`)
    return { state: 'refused', because: serving.because }
  }
  await using room = serving
  await makeAccountsIn(stage, room)
  await using wire = wireTo(room.address, signal)
  await fleet.salvageViews(aside?.asideAs ?? '', extractor.name, wire)
  const taken = await fleet.offerSalvaged(wire, {
    collections: stage.collections,
    passOf: (service) => doors.pass(service),
  })
  note('end', `${taken} rows, read by ${extractor.name}`)
  return { state: 'end', because: `${taken} rows were recovered` }
}
