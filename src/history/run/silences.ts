/** When a service left requests without an answer, from the first of them until somebody was answered again. */

import type { Stamped } from '../../ledger/entries.ts'
import type { History } from '../history.ts'
import type { SilenceHistory } from './events.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

export function foldSilence(history: History, entry: Of<'silence'>): void {
  const { client, service, through, state, by = 'the harness', waitedMs = 0, at, ms } = entry
  const isOf = (one: SilenceHistory) => one.client === client && one.through === through
  if (state === 'over') return endSilences(history, at, isOf)
  let open = history.silences.find((one) => one.until === Infinity && isOf(one))
  if (!open) {
    const began = { from: at, sinceMs: ms - waitedMs, until: Infinity, requests: 0, waitedMs: 0 }
    open = { client, service, through, ...began, seenBy: new Set() }
    history.silences.push(open)
  }
  open.requests += 1
  open.waitedMs = Math.max(open.waitedMs, waitedMs)
  open.seenBy.add(by)
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

function endSilences(history: History, at: number, isIt: (one: SilenceHistory) => boolean): void {
  const { silences, playedUntil } = history
  if (at > playedUntil) return
  for (const one of silences) if (one.until === Infinity && isIt(one)) one.until = at
}
