/** What the page shows of one arm, from its history, and from what is told only while that is folded. */

import { Fold, type History } from '../../history/index.ts'
import type { Judgement } from '../../judge/judgement.ts'
import type { Plan, Stamped } from '../../ledger/index.ts'
import type { CollectionName } from '../../records/index.ts'
import { Curve, type CurvePoint } from './time/curve.ts'
import { actsOf, DeviceMarks, lanesOf, momentOf, takenIn, type Lane } from './time/events.ts'
import { Lives, type Chosen, type Life } from './lives.ts'
import type { Moment, Span } from './time/moments.ts'
import { Traffic, type Bins } from './time/traffic.ts'
import { Waits } from './time/waits.ts'

export interface ArmPage {
  readonly plan: Plan | undefined
  readonly strike: Moment | undefined
  readonly end: Moment
  readonly acts: readonly Span[]
  readonly lanes: readonly Lane[]
  readonly undrawn: ReadonlyMap<string, number>
  readonly traffic: Readonly<Record<'ms' | 'drillMs', Bins>>
  /** Half of the answers came within so many real milliseconds. */
  readonly waits: Readonly<Record<'ms' | 'drillMs', readonly (number | undefined)[]>>
  readonly curves: ReadonlyMap<CollectionName, readonly CurvePoint[]>
  readonly lives: readonly Life[]
  /** Records that something is wrong with, and that the page does not tell of. */
  readonly livesLeftOut: number
  /** How many records people wrote in all. */
  readonly records: number
  /** Limits that were promised, in milliseconds: of loss in drill time, of each collection's return in real time. */
  readonly promised: { readonly pointMs?: number; readonly timeMs: Readonly<Partial<Record<CollectionName, number>>> }
  /** Volumes that an injury took, and which one. */
  readonly taken: ReadonlyMap<string, string>
}

export const BINS = 120
const CHOSEN: Chosen = { wrong: 150, well: 20 }

export function pageOf(entries: Iterable<Stamped>, judgement: Judgement | undefined, chosen: Chosen = CHOSEN): ArmPage {
  const fold = new Fold()
  const { history } = fold
  const [devices, traffic, waits, curve] = [new DeviceMarks(), new Traffic(), new Waits(), new Curve(history)]
  const lives = new Lives(history, judgement, chosen)
  fold.tell(devices, traffic, waits, curve, lives)
  for (const entry of entries) fold.take(entry)
  const { plan, strike, latest } = history
  const { all, undrawn } = lanesOf(history, devices)
  const end = momentOf(latest)
  return {
    plan,
    strike: strike && momentOf(strike),
    end,
    acts: actsOf(history),
    lanes: [...all.values()],
    undrawn,
    traffic: { ms: traffic.bins('ms', end, BINS), drillMs: traffic.bins('drillMs', end, BINS) },
    waits: { ms: waits.medians('ms', end, BINS), drillMs: waits.medians('drillMs', end, BINS) },
    curves: curve.collections,
    lives: lives.atEnd(),
    livesLeftOut: lives.leftOut,
    records: lives.met,
    taken: takenIn(history),
    promised: promisedIn(history),
  }
}

function promisedIn({ promised }: History): ArmPage['promised'] {
  let limits: ArmPage['promised'] = { timeMs: {} }
  for (const { promise, terms } of promised) {
    if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) continue
    const numbers = Object.fromEntries(
      Object.entries(terms).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value] as const] : [])),
    )
    const { withinMs } = numbers as { readonly withinMs?: number }
    if (promise === 'recoveryTime') limits = { ...limits, timeMs: numbers }
    if (promise === 'recoveryPoint' && withinMs !== undefined) limits = { ...limits, pointMs: withinMs }
  }
  return limits
}
