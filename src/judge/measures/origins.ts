/** Where each record that had been gone came back from: a copy, a device, salvaged pages, or the service itself. */

import type { Assessed } from '../assess.ts'
import type { RecordFate } from '../fates/fate.ts'
import { covers } from '../record-case.ts'

/** By record: `copy 20261124T…`, `phones-3`, `salvaged pages`, `the service itself`. */
export function originsOf({ troubled }: Assessed): Readonly<Record<string, string>> {
  const back = troubled.filter(({ fate }) => fate === 'recovered' || fate === 'recovered-late')
  return Object.fromEntries(back.map((fate) => [fate.its.name, originOf(fate)]))
}

function originOf({ its, frontier }: RecordFate): string {
  const owed = frontier.filter(({ change }) => change === 'put')
  const offers = its.versions.filter((one) => owed.some((put) => put.isSeenBy(one))).flatMap(({ offered }) => offered)
  const last = offers.toSorted((a, b) => b.at - a.at)[0]
  if (last) return last.by === 'salvage' ? 'salvaged pages' : last.device
  const restored = its.history.restores
    .filter(({ from, state }) => from === 'copy' && state === 'end')
    .map(({ copy }) => copy)
  const held = its.rows.find(
    ({ view: { party }, identity }) =>
      party.kind === 'copy' && restored.includes(party.copy) && owed.some((put) => covers(identity, put)),
  )
  return held?.view.party.kind === 'copy' ? `copy ${held.view.party.copy}` : 'the service itself'
}
