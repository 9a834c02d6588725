/** Recovery point and time, blast radius, cut: what a run measured. */

import type { History } from '../../history/index.ts'
import type { CollectionName } from '../../records/index.ts'
import type { Assessed } from '../assess.ts'
import type { RecordFate } from '../fates/fate.ts'
import { minimumCut } from './independence.ts'
import type { Metrics } from '../judgement.ts'
import { restoreTimes } from './restores.ts'
import { backAfter, type Totals } from '../totals.ts'

export function metricsOf(history: History, { troubled, totals }: Assessed): Metrics {
  const lossy = troubled.filter(({ fresh, losses, acked }) => !fresh && losses.length > 0 && acked.length > 0)
  const devices = [...totals.byDevice.values()]
  return {
    newerThanCopy: totals.newer,
    recoveryPoint: pointsOf(history, totals, lossy),
    cut: cutOf(totals, lossy),
    recoveryTime: timesOf(history, totals),
    restoreOrder: [...restoreTimes(history)].map(([name, { start, end }]) => ({
      collection: name,
      startMs: start - (history.strike?.ms ?? 0),
      endMs: end - (history.strike?.ms ?? 0),
    })),
    blastRadius: {
      devices: devices.length,
      withLoss: devices.filter((one) => one.lossy > 0).length,
      withTotalLoss: devices.filter((one) => one.lossy > 0 && one.lossy === one.records).length,
    },
    minimumCut: cutsByCollection(history),
  }
}

function pointsOf(history: History, totals: Totals, lossy: readonly RecordFate[]): Metrics['recoveryPoint'] {
  const strike = history.strike?.drillMs ?? 0
  const points = Object.keys(history.policies).flatMap((name) => {
    const of = countOf(totals, name)
    const lost = lossy.filter(({ its }) => its.collection === name)
    const ages = lost.flatMap(({ losses }) => losses.map(({ owed }) => strike - (owed.acked?.drillMs ?? strike)))
    // What nobody read at the end may be lost.
    const unread = totals.byCollection[name]?.unverified ?? 0
    const isUnknown = of === 0 || (unread > 0 && lost.length === 0)
    return isUnknown ? [] : [[name, { ms: Math.max(0, ...ages), lost: lost.length, of }] as const]
  })
  return Object.fromEntries(points)
}

function countOf({ byCollection }: Totals, name: CollectionName): number {
  return Object.values(byCollection[name] ?? {}).reduce((sum, count) => sum + count, 0)
}

/** Clean: nothing that was acknowledged later than the first loss survived. */
function cutOf(totals: Totals, lossy: readonly RecordFate[]): Metrics['cut'] {
  if (lossy.length === 0) return totals.acknowledged === 0 || totals.unverified > 0 ? 'unknown' : 'none lost'
  const first = lossy
    .flatMap(({ losses }) => losses.map(({ owed }) => owed.acked?.at ?? Infinity))
    .reduce((a, b) => Math.min(a, b), Infinity)
  return totals.lastAckedWhole > first ? 'holes' : 'clean'
}

function timesOf(history: History, { returns }: Totals): Metrics['recoveryTime'] {
  const times = Object.keys(history.policies).flatMap((name) => {
    const own = returns.get(name)
    if (!own) return []
    const after = { half: backAfter(own, 0.5), most: backAfter(own, 0.95), all: backAfter(own, 1) }
    return [[name, Object.fromEntries(Object.entries(after).filter(([, ms]) => ms !== Infinity))] as const]
  })
  return Object.fromEntries(times)
}

/** Every collection lies in the same places: the server's data, and the copies that were claimed before the strike. */
function cutsByCollection(history: History): Metrics['minimumCut'] {
  const carried = new Set(history.plan?.clients.flatMap(({ carries }) => carries) ?? [])
  const cut = minimumCut(history)
  return Object.fromEntries([...carried].map((name) => [name, cut]))
}
