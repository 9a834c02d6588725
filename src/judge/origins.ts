/** Where each record that had been gone came back from: a copy, a device, salvaged pages, or the service itself. */

import { isSeenBy } from '../records/index.ts'
import type { Case, Write } from './case.ts'
import type { Finals, RecordFate } from './fates/fates.ts'
import { covers } from './rows.ts'

/** By record: `copy 20261124T…`, `phones-3`, `salvaged pages`, `the service itself`. */
export function originsOf(its: Case, finals: Finals, fates: readonly RecordFate[]): Readonly<Record<string, string>> {
  const back = fates.filter(({ fate }) => fate === 'recovered' || fate === 'recovered-late')
  return Object.fromEntries(back.map((fate) => [fate.record, originOf(its, finals, fate)]))
}

function originOf(its: Case, finals: Finals, { record, frontier, writes }: RecordFate): string {
  const owed = frontier.filter(({ change }) => change === 'put')
  const wouldDo = (write: Write) => owed.some((put) => isSeenBy(put.saw, write.saw))
  const offers = writes.filter(wouldDo).flatMap(({ offered }) => offered)
  const last = offers.toSorted((a, b) => b.at - a.at)[0]
  if (last) return last.by === 'salvage' ? 'salvaged pages' : last.device
  const copies = its.restores.filter(({ from, state }) => from === 'copy' && state === 'end').map(({ copy }) => copy)
  const held = (finals.sources.get(record) ?? []).find(
    ({ view: { party }, identity }) =>
      party.kind === 'copy' && copies.includes(party.copy) && owed.some((put) => covers(identity, put)),
  )
  return held?.view.party.kind === 'copy' ? `copy ${held.view.party.copy}` : 'the service itself'
}
