/** Flags as findings of the promise that owns them. */

import type { History } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import type { Finding, Flag } from '../judgement.ts'
import type { Flagged } from '../flags/index.ts'
import type { Examined } from './promise.ts'

export function flagFindings(
  history: History,
  { finals, flags, totals }: Assessed,
  promise: string,
  wanted: readonly Flag[],
  isPardoned: (flagged: Flagged) => boolean = () => false,
): Examined {
  const owner = promise === 'whatWasThereStays' ? promise : 'another'
  const findings = flags
    .filter((one) => wanted.includes(one.flag) && !isPardoned(one) && ownerOf(history, one) === owner)
    .map((one) => found(history, promise, one))
  const isRead = finals.views.values().some(({ party, state }) => party.kind === 'server' && state !== 'unreadable')
  return { findings, evaluated: isRead ? totals.records : 0 }
}

const OF_CONTENT: readonly Flag[] = ['corrupted', 'duplicated']

function found(
  history: History,
  promise: string,
  { flag, record, version, account, cause, because, lines, fresh, place, ...one }: Flagged,
): Finding {
  const act = version?.acked?.act
  return {
    promise,
    finding: flag,
    lines,
    because: record === undefined ? because : `${one.collection ?? 'record'} ${record}: ${because}`,
    account,
    ...(record !== undefined && { record }),
    ...(one.collection && { collection: one.collection }),
    ...(version && { device: version.device }),
    ...(act && { acknowledged: act }),
    ...(cause && { cause }),
    ...((fresh || !isCounted(history, place)) && { uncounted: true as const }),
  }
}

/** What was there before the drill, and is not as it was, is said once. */
function ownerOf(history: History, { flag, place }: Flagged): 'whatWasThereStays' | 'another' {
  return OF_CONTENT.includes(flag) && history.isUntouched(place) ? 'whatWasThereStays' : 'another'
}

/** A record that is among those that shares are of: acknowledged at least once. A row of no record is none. */
function isCounted(history: History, record: number): boolean {
  if (record === 0) return true
  if (history.isUntouched(record)) return false
  const { records, versions } = history
  for (let place = records.first.get(record); place !== 0; place = versions.next.get(place))
    if (versions.ackedAt.get(place) !== 0) return true
  return false
}
