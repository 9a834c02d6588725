/** Answers to what gates ask, from the ledger so far: may it go on? */

import { historyOf, type History, type View } from '../history/index.ts'
import type { Stamped } from '../ledger/entries.ts'
import type { Plain } from '../records/index.ts'
import { assess } from './assess.ts'
import { Finals } from './finals.ts'
import { untruthIn } from './promises/backups-tell-the-truth.ts'
import { PROMISES } from './promises/registry.ts'

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
  const history = historyOf(entries)
  const views = new Map(accounts.flatMap((account) => newestOf(history, account)))
  const read = new Set(
    [...views.values()].filter(({ state }) => state === 'complete').map(({ party }) => party.account),
  )
  const unread = accounts.find((account) => !read.has(account))
  if (unread !== undefined) return { answer: 'stop', because: `the server could not be read for ${unread}` }
  const assessed = assess(new Finals(history, views), { isWanted: (account) => accounts.includes(account) })
  const findings = claims.flatMap(
    ({ promise, terms }) => PROMISES[promise]?.examine(history, assessed, terms).findings ?? [],
  )
  const [first] = findings
  if (first) return { answer: 'stop', because: `${findings.length} findings among the canaries: ${first.because}` }
  const { judged } = assessed.totals
  if (judged === 0) return { answer: 'stop', because: 'nothing of the canaries was acknowledged' }
  return { answer: 'go', because: `all ${judged} acknowledged records of the canaries are there` }
}

/** A copy that a clean room has just tried, against what was acknowledged before it began. */
export function copyAnswer(entries: Iterable<Stamped>, copy: string): Answer {
  const history = historyOf(entries)
  const state = history.copies.findLast((one) => one.copy === copy)
  if (!state) return { answer: 'stop', because: `nobody took ${copy}` }
  const { copies } = assess(new Finals(history, new Map(history.views.entries())))
  const found = untruthIn(state, copies)
  return found
    ? { answer: 'stop', because: `${copy} is ${found.finding}: ${found.because}` }
    : { answer: 'go', because: `${copy} was restored into a clean room and is complete` }
}

function newestOf({ views }: History, account: string): readonly (readonly [number, View])[] {
  const number = views.findLastIndex(
    ({ when, party }) => when === 'gate' && party.kind === 'server' && party.account === account,
  )
  const view = views[number]
  return view ? [[number, view]] : []
}
