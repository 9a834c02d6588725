/** What the page shows of one arm, from one pass over its ledger. */

import type { Judgement } from '../../judge/judgement.ts'
import type { Plan, Stamped } from '../../ledger/index.ts'
import type { Plain, RecordClass } from '../../records/index.ts'
import { Curve, type CurvePoint } from './curve.ts'
import { Events, momentOf, type Lane } from './events.ts'
import { Lives, type Chosen, type Life } from './lives.ts'
import type { Moment, Span } from './moments.ts'
import { Traffic, type Bins } from './traffic.ts'

export interface ArmPage {
  readonly plan: Plan | undefined
  readonly strike: Moment | undefined
  readonly end: Moment
  readonly acts: readonly Span[]
  readonly lanes: readonly Lane[]
  readonly undrawn: ReadonlyMap<string, number>
  readonly traffic: Readonly<Record<'ms' | 'drillMs', Bins>>
  readonly curves: ReadonlyMap<RecordClass, readonly CurvePoint[]>
  readonly lives: readonly Life[]
  /** Records that something is wrong with, and that the page does not tell of. */
  readonly livesLeftOut: number
  /** Limits that were promised, in milliseconds: of loss in drill time, of each class's return in real time. */
  readonly promised: { readonly pointMs?: number; readonly timeMs: Readonly<Partial<Record<RecordClass, number>>> }
  /** Volumes that an injury took, and which one. */
  readonly taken: ReadonlyMap<string, string>
}

export const BINS = 120
const CHOSEN: Chosen = { wrong: 150, well: 20 }

export function pageOf(entries: Iterable<Stamped>, judgement: Judgement | undefined, chosen: Chosen = CHOSEN): ArmPage {
  const events = new Events()
  const traffic = new Traffic()
  const curve = new Curve()
  const lives = new Lives(judgement, chosen)
  let plan: Plan | undefined
  let strike: Moment | undefined
  let end: Moment = { ms: 0, drillMs: 0 }
  let promised: ArmPage['promised'] = { timeMs: {} }
  for (const entry of entries) {
    for (const part of [events, traffic, curve, lives]) part.take(entry)
    if (entry.is === 'plan') plan = entry.plan
    if (entry.is === 'promise') promised = withTerms(promised, entry.promise, entry.terms)
    if (entry.is === 'strike') strike = momentOf(entry)
    end = momentOf(entry)
  }
  return {
    plan,
    strike,
    end,
    acts: events.acts,
    lanes: [...events.lanes.values()],
    undrawn: events.undrawn,
    traffic: { ms: traffic.bins('ms', end, BINS), drillMs: traffic.bins('drillMs', end, BINS) },
    curves: curve.classes,
    lives: lives.atEnd(),
    livesLeftOut: lives.leftOut,
    taken: events.taken,
    promised,
  }
}

function withTerms(known: ArmPage['promised'], promise: string, terms: Plain): ArmPage['promised'] {
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) return known
  const numbers = Object.fromEntries(Object.entries(terms).filter(([, value]) => typeof value === 'number'))
  if (promise === 'recoveryTime') return { ...known, timeMs: numbers }
  const { atMostMs } = numbers as { readonly atMostMs?: number }
  return promise === 'recoveryPoint' && atMostMs !== undefined ? { ...known, pointMs: atMostMs } : known
}
