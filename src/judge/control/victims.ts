/** On whom damage is planted: records that the judge would count, found in one walk over the run. */

import type { Version } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import { fateOf } from '../fates/fates.ts'
import type { RecordFate } from '../fates/fate.ts'

/** Alive, sure, its own, shown by the server and unpardoned. */
export interface Survivor {
  readonly fate: RecordFate
  readonly newest: Version
  /** The version that its newest was built on, acknowledged too. */
  readonly parent: Version | undefined
}

export interface Victims {
  readonly survivor?: Survivor
  /** Of a collection whose policy is another than `max`. */
  readonly withParent?: Survivor
  readonly score?: Survivor
  readonly scoreWithParent?: Survivor
  /** Deleted, acknowledged and not pardoned; its put was acknowledged too, and seen by the delete. */
  readonly deleted?: { readonly fate: RecordFate; readonly put: Version }
}

export function victimsOf(assessed: Assessed): Victims {
  const { finals } = assessed
  const { history } = finals
  const found: { -readonly [K in keyof Victims]: Victims[K] } = {}
  const wanted = { scores: Object.values(history.policies).includes('max') }
  for (let record = 1; record <= history.records.count; record += 1) {
    if (isComplete(found, wanted.scores)) break
    const its = finals.case(record)
    if (its.versions.length === 0) continue
    const fate = fateOf(its, finals)
    const survivor = survivorOf(assessed, fate)
    if (survivor) {
      found.survivor ??= survivor
      const isScore = its.policy === 'max'
      if (isScore) found.score ??= survivor
      if (survivor.parent && isScore) found.scoreWithParent ??= survivor
      if (survivor.parent && !isScore) found.withParent ??= survivor
    }
    const deleted = found.deleted ?? deletedOf(assessed, fate)
    if (deleted) found.deleted = deleted
  }
  return found
}

function isComplete(found: Victims, withScores: boolean): boolean {
  const all = [
    found.survivor,
    found.withParent,
    found.deleted,
    ...(withScores ? [found.score, found.scoreWithParent] : []),
  ]
  return all.every((one) => one !== undefined)
}

function survivorOf({ isPardoned }: Assessed, fate: RecordFate): Survivor | undefined {
  const { its, fresh, frontier } = fate
  const [newest] = frontier
  if (
    fresh ||
    fate.untouched ||
    (fate.fate !== 'durable' && fate.fate !== 'recovered') ||
    !newest ||
    frontier.length !== 1
  )
    return undefined
  if (newest.change !== 'put' || isPardoned(newest, its.account)) return undefined
  if (its.versions.some(({ isAcked }) => !isAcked) || its.history.traces.has(its.name)) return undefined
  const isShown = its.rows.some(({ view: { party } }) => party.kind === 'server' && party.account === its.account)
  if (!isShown) return undefined
  const parent = newest.basedOn
    .map((place) => its.versions.find((one) => one.place === place))
    .find((one) => one?.isAcked && one.isSeenBy(newest))
  return { fate, newest, parent }
}

/** The judge counts its return only where the delete had seen the put, and both were acknowledged. */
function deletedOf({ isPardoned }: Assessed, fate: RecordFate): Victims['deleted'] {
  const { its, fresh, frontier } = fate
  const [last] = frontier
  if (fresh || frontier.length !== 1 || last?.change !== 'delete' || isPardoned(last, its.account)) return undefined
  const put = its.versions.findLast((one) => one.change === 'put' && one.isAcked && one.isSeenBy(last))
  if (!put || its.rows.length > 0) return undefined
  // Whichever delete the judge would hold the row against, it must count.
  const deletes = its.versions.filter((one) => one.change === 'delete' && one.isAcked && put.isSeenBy(one))
  return deletes.some((one) => isPardoned(one, its.account)) ? undefined : { fate, put }
}
