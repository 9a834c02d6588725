/** Records, each with its life in short: the worst of a run, or all that somebody asks for. */

import type { Assessed } from '../assess.ts'
import type { RecordFate } from '../fates/fate.ts'
import { fateOf } from '../fates/fates.ts'
import { whyUnread } from '../fates/unread.ts'
import type { Finals } from '../finals.ts'
import type { Flagged } from '../flags/index.ts'
import type { Fate, RecordLife } from '../judgement.ts'

const BADNESS: readonly Fate[] = [
  'unrecoverable',
  'lost',
  'conflict-dropped',
  'stale',
  'recovered-late',
  'unverified',
  'recovered',
]

export function worstOf({ troubled, flags, finals }: Assessed): readonly RecordLife[] {
  const flagged = Map.groupBy(flags, ({ place }) => place)
  const bad = troubled.filter(
    ({ its, losses, fate }) => losses.length > 0 || flagged.has(its.record) || fate === 'unverified',
  )
  const known = new Set(bad.map(({ its }) => its.record))
  const others = [...flagged.keys()].filter((place) => place !== 0 && !known.has(place)).slice(0, 10)
  const calm = others.map((place) => fateOf(finals.case(place), finals)).filter(({ its }) => its.versions.length > 0)
  return [...bad, ...calm]
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, 10)
    .map((fate) => lifeOf(fate, flagged.get(fate.its.record) ?? [], finals))
}

/** Every record that was attempted or that something is wrong with, in the order of the ledger. */
export function* everyLife({ troubled, flags, finals }: Assessed): Generator<RecordLife> {
  const flagged = Map.groupBy(flags, ({ place }) => place)
  const known = new Map(troubled.map((one) => [one.its.record, one]))
  for (let record = 1; record <= finals.history.records.count; record += 1) {
    const fate = known.get(record) ?? fateOf(finals.case(record), finals)
    if (fate.its.versions.length > 0) yield lifeOf(fate, flagged.get(record) ?? [], finals)
  }
}

/** Others after all of those. */
function rankOf({ fate }: RecordFate): number {
  const place = BADNESS.indexOf(fate)
  return place < 0 ? BADNESS.length : place
}

function lifeOf({ its, fate, losses, acked }: RecordFate, flags: readonly Flagged[], finals: Finals): RecordLife {
  const [loss] = losses
  const owed = loss?.owed ?? acked.at(-1)
  const seen = owed && its.lastShownAt(its.buildingOn(owed))
  const cause = loss?.cause ?? flags[0]?.cause
  const unread = fate === 'unverified' ? whyUnread(its, finals) : undefined
  const reasons = [loss?.because ?? flags[0]?.because, unread?.because]
  return {
    collection: its.collection,
    record: its.name,
    account: its.account,
    fate,
    flags: [...new Set(flags.map(({ flag }) => flag))],
    writtenBy: [...new Set(its.versions.map(({ device }) => device))],
    ...(owed?.acked && { acknowledgedAt: owed.acked.at }),
    ...(owed?.acked?.act && { acknowledgedIn: owed.acked.act }),
    ...(seen !== undefined && { lastSeen: { at: seen, party: 'the server' } }),
    ...(cause && { cause }),
    because: reasons.filter((one) => one !== undefined).join('; '),
    lines: [
      ...its.versions.map(({ at }) => at),
      ...(owed?.acked ? [owed.acked.at] : []),
      ...(cause ? [cause.at] : []),
      ...(unread?.lines ?? []),
    ],
  }
}
