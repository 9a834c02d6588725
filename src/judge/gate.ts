/** Answers to what gates ask, from the ledger so far: may it go on? */

import type { Stamped } from '../ledger/entries.ts'
import type { Plain } from '../records/index.ts'
import type { Case, View } from './case.ts'
import { Collector } from './collect.ts'
import { fatesOf, finalsOf } from './fates/fates.ts'
import { flagsOf } from './flags.ts'
import { untruthIn } from './promises/backups-tell-the-truth.ts'
import { EXAMINE } from './promises/registry.ts'

export interface Answer {
  readonly answer: 'go' | 'stop'
  /** One sentence for people. */
  readonly because: string
}

/** Every acknowledged record of these accounts against the newest view of the server that was read for a gate. */
export function canaryAnswer(
  entries: Iterable<Stamped>,
  accounts: readonly string[],
  claims: readonly { readonly promise: string; readonly terms: Plain }[],
): Answer {
  const its = collected(entries)
  const views = accounts.map((account) => newestOf(its, account))
  const unread = accounts.find((_, place) => views[place]?.state !== 'complete')
  if (unread !== undefined) return { answer: 'stop', because: `the server could not be read for ${unread}` }
  for (const [record, [first]] of its.byRecord) {
    if (!accounts.includes(first?.account ?? '')) its.byRecord.delete(record)
  }
  its.finals = views.filter((view) => view !== undefined)
  const finals = finalsOf(its)
  const fates = fatesOf(its, finals)
  const assessed = { fates, flags: flagsOf(its, finals, fates) }
  const examined = claims.map(({ promise, terms }) => EXAMINE[promise]?.(its, assessed, terms))
  const findings = examined.flatMap((one) => one?.findings ?? [])
  const [first] = findings
  if (first) return { answer: 'stop', because: `${findings.length} findings among the canaries: ${first.because}` }
  const judged = fates.filter(({ acked }) => acked.length > 0).length
  if (judged === 0) return { answer: 'stop', because: 'nothing of the canaries was acknowledged' }
  return { answer: 'go', because: `all ${judged} acknowledged records of the canaries are there` }
}

/** A copy that a clean room has just tried, against what was acknowledged before it began. */
export function copyAnswer(entries: Iterable<Stamped>, copy: string): Answer {
  const its = collected(entries)
  const state = its.copies.findLast((one) => one.copy === copy)
  if (!state) return { answer: 'stop', because: `nobody took ${copy}` }
  const found = untruthIn(its, state, fatesOf(its, finalsOf(its)))
  return found
    ? { answer: 'stop', because: `${copy} is ${found.finding}: ${found.because}` }
    : { answer: 'go', because: `${copy} was restored into a clean room and is complete` }
}

function collected(entries: Iterable<Stamped>): Case {
  const collector = new Collector()
  for (const entry of entries) collector.take(entry)
  return collector.case
}

function newestOf({ gateViews }: Case, account: string): View | undefined {
  return gateViews.findLast(({ party }) => party.kind === 'server' && party.account === account)
}
