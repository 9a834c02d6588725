/** What was acknowledged in `before`, and was not there when it was read back at its end: nothing had struck yet. */

import type { History, View } from '../history/index.ts'

interface ReadBack {
  readonly view: View
  /** Its number among the looks at its account. */
  readonly look: number
}

const NONE: readonly ReadBack[] = []

export class Unwell {
  readonly #history: History
  /** By the account's number. */
  readonly #reads: (readonly ReadBack[])[] = []
  count = 0
  first: string | undefined

  constructor(history: History) {
    this.#history = history
    const complete = history.readBacks.filter(({ state }) => state === 'complete')
    const looked = complete.map((view) => ({ view, look: lookOf(history, view) }))
    for (const [account, reads] of Map.groupBy(looked, ({ view: { party } }) => party.account))
      this.#reads[history.accountNames.find(account)] = reads
  }

  add(record: number): void {
    for (const read of this.#reads[this.#history.records.account(record)] ?? NONE) {
      if (!isMissing(this.#history, record, read)) continue
      this.count += 1
      this.first ??= this.#history.records.name(record)
      return
    }
  }
}

function lookOf(history: History, { party, at }: View): number {
  return history.account(party.account).looks.findIndex((one) => one.at === at)
}

function isMissing({ records, versions, showings }: History, record: number, { view, look }: ReadBack): boolean {
  // Most are shown: what is asked of each record is asked first.
  const newest = showings.newest(record)
  if (newest && newest.from <= look && look <= newest.to) return false
  const of = records.collection(record)
  if (of === undefined || view.unread.has(of)) return false
  // Whatever was made later was not there yet.
  if (versions.at.get(records.first.get(record)) > view.at) return false
  let isOwed = false
  for (let place = records.first.get(record); place !== 0; place = versions.next.get(place)) {
    const acked = versions.ackedAt.get(place)
    if (versions.isPut(place)) isOwed ||= acked !== 0 && acked < view.at
    // It may have been carried out.
    else if (versions.at.get(place) < view.at && versions.sent.get(place) > versions.refused.get(place)) return false
  }
  if (!isOwed) return false
  return !showings.runs(record).some(({ from, to }) => from <= look && look <= to)
}
