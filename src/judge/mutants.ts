/** Damages that can be done to a case: what real services have done to real data, planted where this run allows it. */

import { isSeenBy } from '../records/index.ts'
import type { Verdict } from './judgement.ts'
import type { Case, RowAt, View, Write } from './case.ts'
import type { Evaluation, RecordFate } from './evaluate.ts'
import { restoreTimes } from './restores.ts'

export interface Planted {
  readonly its: Case
  readonly record?: string
  readonly expect: { readonly verdict: Verdict; readonly finding?: readonly string[] }
}

export interface Mutant {
  readonly mutant: string
  /** The promise that must name it. */
  readonly promise?: string
  readonly apply: (its: Case, passed: Evaluation) => Planted | undefined
}

type Edit = (row: RowAt, view: View) => readonly RowAt[]
const LOSS = ['lost', 'unrecoverable']

export const MUTANTS: readonly Mutant[] = [
  {
    mutant: 'an acknowledged record is gone everywhere',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({ edit: dropping(record), finding: LOSS }),
      ),
  },
  {
    mutant: 'an acknowledged record is gone from the server',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row, view) =>
            row.record === record && view.party.kind !== 'aside' && SHOWN.has(view.party.kind) ? [] : [row],
          finding: [...LOSS],
        }),
      ),
  },
  {
    mutant: 'an acknowledged record went back to the version before',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        (fate) => parentOf(its, fate) !== undefined && its.policies[fate.class] !== 'max',
        (fate) => {
          const parent = parentOf(its, fate) as Write
          return {
            edit: (row) => (row.record === fate.record ? [asVersion(row, parent)] : [row]),
            finding: ['stale', 'field lost'],
          }
        },
      ),
  },
  {
    mutant: 'content changed, its version did not',
    promise: 'everythingIsIntact',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row) =>
            row.record === record
              ? [
                  {
                    ...row,
                    hash: flipped(row.hash),
                    fields: Object.fromEntries(
                      Object.entries(row.fields ?? {}).map(([name, hash], place) => [
                        name,
                        place === 0 ? flipped(hash) : hash,
                      ]),
                    ),
                  },
                ]
              : [row],
          finding: ['corrupted'],
        }),
      ),
  },
  {
    mutant: 'a record is there twice',
    promise: 'noDuplicates',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row, view) =>
            row.record === record && SHOWN.has(view.party.kind) ? [row, { ...row, id: `${row.id}-again` }] : [row],
          finding: ['duplicated'],
        }),
      ),
  },
  {
    mutant: 'the version before stands beside its successor',
    promise: 'noDuplicates',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        (fate) => parentOf(its, fate) !== undefined,
        (fate) => {
          const parent = parentOf(its, fate) as Write
          return {
            edit: (row, view) =>
              row.record === fate.record && SHOWN.has(view.party.kind)
                ? [row, { ...asVersion(row, parent), id: `${row.id}-before` }]
                : [row],
            finding: ['duplicated'],
          }
        },
      ),
  },
  { mutant: 'a deleted record is back', promise: 'deletedStaysDeleted', apply: resurrect },
  { mutant: 'one device does not show a record', promise: 'everybodyConverges', apply: omit },
  { mutant: 'a record shows up in another account', promise: 'accountsStayApart', apply: misattribute },
  { mutant: 'a score is below what was acknowledged', apply: (its, passed) => score(its, passed, -1, ['stale']) },
  {
    mutant: 'a score is above what was ever attempted',
    promise: 'everythingIsIntact',
    apply: (its, passed) => score(its, passed, 1, ['corrupted']),
  },
  { mutant: 'a class is served before an earlier one', promise: 'restoredInOrder', apply: invert },
  { mutant: 'a class is served before it was validated', promise: 'validatedBeforeServing', apply: unvalidated },
  {
    mutant: 'it never came to rest',
    apply: (its) => ({
      its: { ...its, quiesced: { state: 'timed out', because: 'planted' } },
      expect: { verdict: 'inconclusive' },
    }),
  },
  {
    mutant: 'a fault had no effect',
    apply: (its) =>
      its.injuries.length === 0
        ? undefined
        : {
            its: {
              ...its,
              injuries: its.injuries.map((one, place) =>
                place === 0 ? { ...one, witness: { saw: 'nothing', what: 'planted' } } : one,
              ),
            },
            expect: { verdict: 'inconclusive' },
          },
  },
  {
    mutant: 'the server was not read at the end',
    apply: (its) => ({
      its: { ...its, finals: its.finals.filter(({ party }) => party.kind !== 'server') },
      expect: { verdict: 'inconclusive' },
    }),
  },
]

const SHOWN = new Set(['server', 'device', 'new device'])

/** Alive, sure, its own and unpardoned: what the damage is done to. */
function survivors(its: Case, { fates }: Evaluation): readonly RecordFate[] {
  const point = its.promised.find(({ promise, waived }) => promise === 'recoveryPoint' && !waived)
  const strikeMs = its.strike?.drillMs ?? Infinity
  const window = Number((point?.terms as { readonly atMostMs?: number } | undefined)?.atMostMs ?? -1)
  const isPardoned = ({ drillMs }: { readonly drillMs: number }) =>
    point !== undefined && drillMs <= strikeMs && drillMs >= strikeMs - window
  return fates.filter(
    ({ fate, fresh, frontier, writes, record }) =>
      !fresh &&
      (fate === 'durable' || fate === 'recovered') &&
      frontier.length === 1 &&
      frontier.every(({ change, acked }) => change === 'put' && acked && !isPardoned(acked)) &&
      writes.every(({ acked }) => acked) &&
      !its.traces.has(record) &&
      its.finals.some(({ party, rows }) => party.kind === 'server' && rows.some((row) => row.record === record)),
  )
}

function onSurvivor(
  its: Case,
  passed: Evaluation,
  suits: (fate: RecordFate) => boolean,
  damage: (fate: RecordFate) => { readonly edit: Edit; readonly finding: readonly string[] },
): Planted | undefined {
  const victim = survivors(its, passed).find(suits)
  if (!victim) return undefined
  const { edit, finding } = damage(victim)
  return { its: edited(its, edit), record: victim.record, expect: { verdict: 'fail', finding } }
}

function edited(its: Case, edit: Edit): Case {
  return { ...its, finals: its.finals.map((view) => ({ ...view, rows: view.rows.flatMap((row) => edit(row, view)) })) }
}

const dropping =
  (record: string): Edit =>
  (row) =>
    row.record === record ? [] : [row]
const flipped = (hash = ''): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1)

function parentOf(its: Case, { frontier }: RecordFate): Write | undefined {
  const [newest] = frontier
  const parent = newest?.basedOn.flatMap((token) => its.writes.get(token) ?? [])[0]
  return parent?.acked && newest && isSeenBy(parent.saw, newest.saw) ? parent : undefined
}

function asVersion(row: RowAt, { token, hash, fields, score: points }: Write): RowAt {
  return {
    ...row,
    version: token,
    ...(hash !== undefined && { hash }),
    fields,
    ...(points !== undefined && { score: points }),
  }
}

function resurrect(its: Case, { fates }: Evaluation): Planted | undefined {
  const dead = fates.find(
    ({ fresh, frontier, writes }) =>
      !fresh &&
      frontier.length === 1 &&
      frontier[0]?.change === 'delete' &&
      writes.some(({ change, acked }) => change === 'put' && acked),
  )
  const write = dead?.writes.findLast(({ change }) => change === 'put')
  if (!dead || !write) return undefined
  const row: RowAt = {
    at: write.at,
    class: write.class,
    id: `${dead.record}-again`,
    record: dead.record,
    version: write.token,
    fields: write.fields,
    ...(write.hash !== undefined && { hash: write.hash }),
    ...(write.score !== undefined && { score: write.score }),
  }
  const finals = its.finals.map((view) =>
    SHOWN.has(view.party.kind) && view.party.account === dead.account ? { ...view, rows: [...view.rows, row] } : view,
  )
  return { its: { ...its, finals }, record: dead.record, expect: { verdict: 'fail', finding: ['resurrected'] } }
}

function omit(its: Case, passed: Evaluation): Planted | undefined {
  const victim = survivors(its, passed)[0]
  const view =
    victim &&
    its.finals.find(
      ({ party, state }) => party.kind === 'device' && state === 'complete' && party.account === victim.account,
    )
  if (!victim || !view) return undefined
  return {
    its: edited(its, (row, other) => (other === view && row.record === victim.record ? [] : [row])),
    record: victim.record,
    expect: { verdict: 'fail', finding: ['diverged'] },
  }
}

function misattribute(its: Case, passed: Evaluation): Planted | undefined {
  const victim = survivors(its, passed)[0]
  const row =
    victim &&
    its.finals
      .find(({ party }) => party.kind === 'server' && party.account === victim.account)
      ?.rows.find(({ record }) => record === victim.record)
  const other =
    victim && its.finals.find(({ party }) => party.kind === 'server' && party.account !== victim.account)?.party.account
  if (!row || other === undefined) return undefined
  const finals = its.finals.map((view) =>
    SHOWN.has(view.party.kind) && view.party.account === other ? { ...view, rows: [...view.rows, row] } : view,
  )
  return { its: { ...its, finals }, record: victim.record, expect: { verdict: 'fail', finding: ['phantom-foreign'] } }
}

function score(its: Case, passed: Evaluation, direction: 1 | -1, finding: readonly string[]): Planted | undefined {
  const victim = survivors(its, passed).find(
    (fate) => its.policies[fate.class] === 'max' && (direction > 0 || parentOf(its, fate) !== undefined),
  )
  if (!victim) return undefined
  const parent = parentOf(its, victim)
  const edit: Edit = (row) => {
    if (row.record !== victim.record) return [row]
    return [
      direction < 0 && parent
        ? asVersion(row, parent)
        : { ...row, score: (row.score ?? 0) + 1_000_000, hash: flipped(row.hash) },
    ]
  }
  return { its: edited(its, edit), record: victim.record, expect: { verdict: 'fail', finding } }
}

function invert(its: Case): Planted | undefined {
  const times = [...restoreTimes(its).entries()].toSorted(([, a], [, b]) => a.at - b.at)
  const [first, last] = [times[0], times.at(-1)]
  if (!first || !last || first === last) return undefined
  const restores = its.restores.map((mark) =>
    mark.class === first[0] ? { ...mark, at: last[1].at + 1, ms: last[1].end + 1 } : mark,
  )
  return { its: { ...its, restores }, expect: { verdict: 'fail', finding: ['inversion'] } }
}

function unvalidated(its: Case): Planted | undefined {
  const opened = its.doors.find(
    ({ state, classes }) =>
      state === 'opened' && its.restores.some((mark) => mark.class !== undefined && classes.includes(mark.class)),
  )
  if (!opened) return undefined
  const doors = its.doors.filter(
    ({ state, classes }) => state !== 'validated' || !classes.some((one) => opened.classes.includes(one)),
  )
  return { its: { ...its, doors }, expect: { verdict: 'fail', finding: ['served unvalidated'] } }
}
