/** When a service left requests without an answer, from the first of them until somebody was answered again. */

import type { Stamped } from '../../ledger/entries.ts'
import type { History } from '../history.ts'
import type { SilenceHistory } from './events.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

export function foldSilence(history: History, entry: Of<'silence'>): void {
  const { client, service, through, state, asked, reads = 0, by = 'the harness', waitedMs = 0, at, ms } = entry
  const isOnItsWay = (one: SilenceHistory) => one.client === client && one.through === through
  if (state === 'over' && asked === 'read') return readAnswered(history, at, isOnItsWay)
  // A change gets through to the service itself, on whichever way.
  if (state === 'over')
    return endSilences(history, at, (one) => isOnItsWay(one) || (one.client === client && one.to === 'changes'))
  const wait = { at, sinceMs: ms - waitedMs, waitedMs, by, asked }
  const open = history.silences.find((one) => one.until === Infinity && isOnItsWay(one))
  if (open) open.waits = [...open.waits, wait]
  else history.silences.push({ client, service, through, to: 'everything', until: Infinity, waits: [wait] })
  if (reads > 0) readAnswered(history, at, isOnItsWay)
}

/** What is done to a service ends its silence: whoever is silent after that is so for another reason. */
export function serviceChanged(history: History, { service, at }: Of<'service'>): void {
  endSilences(history, at, (one) => one.service === service)
}

/** The same for what is done to a service by its name, or to any link on the way of devices. */
export function injuryChanged(history: History, { state, on, at }: Of<'injury'>): void {
  if (state !== 'injected' && state !== 'healed') return
  const isLink = on.some((name) => history.plan?.links.includes(name))
  endSilences(history, at, ({ service, through }) => on.includes(service) || (isLink && through === 'link'))
}

/** Whoever answers reads may still leave changes without an answer. */
function readAnswered(history: History, at: number, isIt: (one: SilenceHistory) => boolean): void {
  if (at > history.playedUntil) return
  for (const one of history.silences.filter(({ until }) => until === Infinity).filter(isIt)) {
    const changes = one.waits.filter(({ asked }) => asked === 'change')
    if (changes.length === 0) one.until = at
    else Object.assign(one, { to: 'changes', waits: changes })
  }
}

function endSilences(history: History, at: number, isIt: (one: SilenceHistory) => boolean): void {
  const { silences, playedUntil } = history
  if (at > playedUntil) return
  for (const one of silences) if (one.until === Infinity && isIt(one)) one.until = at
}
