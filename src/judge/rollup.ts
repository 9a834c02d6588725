/** Counts, metrics, the worst records and the sentence: what a report begins with. */

import type { RecordClass } from '../records/index.ts'
import { CLASSES } from '../records/index.ts'
import type { Counts, Fate, Finding, Flag, Judgement, Metrics, RecordLife } from './judgement.ts'
import type { Case } from './case.ts'
import { lastShownAt } from './fates/causes.ts'
import type { Evaluation } from './evaluate.ts'
import { finalsOf, type RecordFate } from './fates/fates.ts'
import { minimumCut } from './independence.ts'
import { newerThanCopy } from './newer.ts'
import { LOSSES } from './promises/losses.ts'
import { backTimes, restoreTimes } from './restores.ts'

type Tally = Record<string, number>

function tally<K extends string>(names: readonly K[]): Counts<K> {
  const counts: Tally = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts as Counts<K>
}

/** Fresh edits aside, and records that were never acknowledged aside. */
function counted({ fates }: Evaluation): readonly RecordFate[] {
  return fates.filter(({ acked, fresh }) => acked.length > 0 && !fresh)
}

export function rollUp(
  evaluation: Evaluation,
): Pick<Judgement, 'acknowledged' | 'fates' | 'flags' | 'fatesByClass' | 'fatesByDevice' | 'flagsByClass'> {
  const records = counted(evaluation)
  const by = <K extends string>(key: (fate: RecordFate) => K) =>
    Object.fromEntries(
      [...Map.groupBy(records, key)].map(([name, own]) => [name, tally(own.map(({ fate }) => fate))]),
    ) as Record<K, Counts<Fate>>
  const flags = evaluation.flags.filter(({ fresh }) => !fresh)
  const classed = flags.filter(({ write }) => write)
  return {
    acknowledged: records.length,
    fates: tally(records.map(({ fate }) => fate)),
    flags: tally(flags.map(({ flag }) => flag)),
    fatesByClass: by((fate) => fate.class),
    fatesByDevice: by(({ writes }) => writes[0]?.device ?? ''),
    flagsByClass: Object.fromEntries(
      [...Map.groupBy(classed, ({ write }) => write?.class ?? '')].map(([name, own]) => [
        name,
        tally(own.map(({ flag }) => flag)),
      ]),
    ) as Partial<Record<RecordClass, Counts<Flag>>>,
  }
}

export function metricsOf(its: Case, evaluation: Evaluation): Metrics {
  const records = counted(evaluation)
  const strike = its.strike?.drillMs ?? 0
  const point = CLASSES.flatMap((name) => {
    const own = records.filter((fate) => fate.class === name)
    const lost = own.filter(({ losses }) => losses.length > 0)
    const ages = lost.flatMap(({ losses }) => losses.map(({ owed }) => strike - (owed.acked?.drillMs ?? strike)))
    return isUnknown(own) ? [] : [[name, { ms: Math.max(0, ...ages), lost: lost.length, of: own.length }] as const]
  })
  const returns = CLASSES.flatMap((name) => {
    const back = backTimes(its, evaluation.fates, name)
    if (back.length === 0) return []
    const after = (fraction: number) => back[Math.ceil(back.length * fraction) - 1] ?? Infinity
    const times = Object.entries({ half: after(0.5), most: after(0.95), all: after(1) })
    return [[name, Object.fromEntries(times.filter(([, ms]) => ms !== Infinity))] as const]
  })
  const perDevice = [...Map.groupBy(records, ({ writes }) => writes[0]?.device ?? '').values()]
  const lossy = perDevice.filter((own) => own.some(({ losses }) => losses.length > 0))
  return {
    newerThanCopy: newerThanCopy(its, finalsOf(its), evaluation.fates),
    recoveryPoint: Object.fromEntries(point),
    cut: cutOf(records),
    recoveryTime: Object.fromEntries(returns),
    restoreOrder: [...restoreTimes(its)].map(([name, { start, end }]) => ({
      class: name,
      startMs: start - (its.strike?.ms ?? 0),
      endMs: end - (its.strike?.ms ?? 0),
    })),
    blastRadius: {
      devices: perDevice.length,
      withLoss: lossy.length,
      withTotalLoss: lossy.filter((own) => own.every(({ losses }) => losses.length > 0)).length,
    },
    minimumCut: cutsByClass(its),
  }
}

/** What nobody read at the end may be lost. */
function isUnknown(records: readonly RecordFate[]): boolean {
  const isRead = records.length > 0 && records.every(({ fate }) => fate !== 'unverified')
  return !isRead && records.every(({ losses }) => losses.length === 0)
}

/** Clean: nothing that was acknowledged later than the first loss survived. */
function cutOf(records: readonly RecordFate[]): Metrics['cut'] {
  if (isUnknown(records)) return 'unknown'
  const lost = records.filter(({ losses }) => losses.length > 0)
  if (lost.length === 0) return 'none lost'
  const first = Math.min(...lost.flatMap(({ losses }) => losses.map(({ owed }) => owed.acked?.at ?? Infinity)))
  return records.some(
    ({ losses, acked }) => losses.length === 0 && acked.some((write) => (write.acked?.at ?? 0) > first),
  )
    ? 'holes'
    : 'clean'
}

/** Every class lies in the same places: the server's data, and the copies that were claimed before the strike. */
function cutsByClass(its: Case): Metrics['minimumCut'] {
  const carried = new Set(its.plan?.clients.flatMap(({ carries }) => carries) ?? [])
  const cut = minimumCut(its)
  return Object.fromEntries([...carried].map((name) => [name, cut]))
}

const BADNESS: readonly Fate[] = [
  'unrecoverable',
  'lost',
  'conflict-dropped',
  'stale',
  'recovered-late',
  'unverified',
  'recovered',
]

export function worstOf(its: Case, evaluation: Evaluation): readonly RecordLife[] {
  const flagged = Map.groupBy(evaluation.flags, ({ record }) => record ?? '')
  const bad = evaluation.fates.filter(
    ({ record, losses, fate }) => losses.length > 0 || flagged.has(record) || fate === 'unverified',
  )
  const rank = ({ fate }: RecordFate) => (BADNESS.indexOf(fate) + BADNESS.length) % (BADNESS.length + 1)
  return bad
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 10)
    .map((fate) => lifeOf(its, fate, flagged.get(fate.record) ?? []))
}

function lifeOf(
  its: Case,
  { record, class: recordClass, account, fate, writes, losses, acked }: RecordFate,
  flags: Evaluation['flags'],
): RecordLife {
  const [loss] = losses
  const owed = loss?.owed ?? acked.at(-1)
  const seen = owed && lastShownAt(its, owed)
  const cause = loss?.cause ?? flags[0]?.cause
  return {
    class: recordClass,
    record,
    account,
    fate,
    flags: [...new Set(flags.map(({ flag }) => flag))],
    writtenBy: [...new Set(writes.map(({ device }) => device))],
    ...(owed?.acked && { acknowledgedAt: owed.acked.at }),
    ...(seen !== undefined && { lastSeen: { at: seen, party: 'the server' } }),
    ...(cause && { takenBy: `${cause.by} (${cause.byStep})` }),
    because: loss?.because ?? flags[0]?.because ?? '',
    lines: [...writes.map(({ at }) => at), ...(owed?.acked ? [owed.acked.at] : []), ...(cause ? [cause.at] : [])],
  }
}

/** One sentence for people, without its verdict. */
export function sentenceOf(evaluation: Evaluation, control: Judgement['control']): string {
  const { verdict, doubts, promises } = evaluation
  const records = counted(evaluation)
  if (verdict === 'inconclusive') return doubts[0] ?? 'it proves nothing'
  if (verdict === 'pass') {
    const tried = control.mutants.filter(({ state }) => state !== 'not applicable')
    const named = tried.filter(({ state }) => state === 'named')
    const planted = `${named.length} of ${tried.length} planted losses were named`
    const lost = records.filter(({ losses }) => losses.length > 0).length
    if (lost === 0) return `all ${records.length} acknowledged records survived; ${planted}`
    const survived = `${records.length - lost} of ${records.length} acknowledged records survived`
    return `${survived}, the other ${lost} are within the recovery point that was promised; ${planted}`
  }
  const findings = promises.filter(({ waived }) => !waived).flatMap((one) => one.findings)
  const first = gravest(findings.filter(({ record }) => record !== undefined)) ?? findings[0]
  if (!first) return 'a promise was broken'
  const own = findings.filter(
    ({ finding, record, uncounted }) => finding === first.finding && record !== undefined && !uncounted,
  )
  const hit = new Set(own.map(({ record }) => record)).size
  if (hit === 0) return first.because
  const by = mostFrequentOf(own.map((one) => one.by))
  const worst = worstClass(own, records)
  const where = worst === undefined ? '' : `, ${worst} worst`
  const cause = by === undefined ? '' : `, taken by ${plain(by)}`
  const others = records.filter(({ record, losses }) => losses.length > 0 && !own.some((one) => one.record === record))
  const more =
    others.length > 0 && LOSSES.some((one) => one === first.finding) ? `, ${others.length} more are lost` : ''
  return `${hit} of ${records.length} acknowledged records are ${first.finding}${where}${cause}${more}`
}

function worstClass(findings: readonly Finding[], records: readonly RecordFate[]): string | undefined {
  const shares = [...Map.groupBy(findings, (one) => one.class)].map(([name, own]) => ({
    name,
    share:
      new Set(own.map(({ record }) => record)).size / Math.max(1, records.filter((fate) => fate.class === name).length),
  }))
  return shares.length < 2 ? undefined : shares.toSorted((a, b) => b.share - a.share)[0]?.name
}

/** What is worst comes first, however rare it is. */
const GRAVITY = [
  'unrecoverable',
  'lost',
  'corrupted',
  'resurrected',
  'field lost',
  'conflict-dropped',
  'stale',
  'diverged',
  'duplicated',
]

function gravest(findings: readonly Finding[]): Finding | undefined {
  const rank = ({ finding }: Finding) => (GRAVITY.includes(finding) ? GRAVITY.indexOf(finding) : GRAVITY.length)
  return findings.toSorted((a, b) => rank(a) - rank(b))[0]
}

function mostFrequentOf(names: readonly (string | undefined)[]): string | undefined {
  const groups = [...Map.groupBy(names, (name) => name)]
  return groups.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

/** `powerCycle` as people say it: power cycle. */
const plain = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
