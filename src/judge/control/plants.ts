/** How a damage is done to a case: rows taken, changed or added, on a record that was sure to be there. */

import { isSeenBy } from '../../records/index.ts'
import type { Verdict } from '../judgement.ts'
import type { Case, RowAt, View, Write } from '../case.ts'
import type { Evaluation, RecordFate } from '../evaluate.ts'
import { pardonsOf } from '../pardon.ts'
import { restoreTimes } from '../restores.ts'

export interface Planted {
  readonly its: Case
  readonly record?: string
  readonly expect: { readonly verdict: Verdict; readonly finding?: readonly string[] }
}

type Edit = (row: RowAt, view: View) => readonly RowAt[]

export const SHOWN = new Set(['server', 'device', 'new device'])

/** Alive, sure, its own and unpardoned: what the damage is done to. */
function survivors(its: Case, { fates }: Evaluation): readonly RecordFate[] {
  const isPardoned = pardonsOf(its)
  const server = its.finals.filter(({ party }) => party.kind === 'server')
  const shown = new Set(server.flatMap(({ rows }) => rows.map(({ record = '' }) => record)))
  return fates.filter(
    ({ fate, fresh, frontier, writes, record }) =>
      !fresh &&
      (fate === 'durable' || fate === 'recovered') &&
      frontier.length === 1 &&
      frontier.every((put) => put.change === 'put' && put.acked && !isPardoned(put)) &&
      writes.every(({ acked }) => acked) &&
      !its.traces.has(record) &&
      shown.has(record),
  )
}

export function onSurvivor(
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

export const dropping =
  (record: string): Edit =>
  (row) =>
    row.record === record ? [] : [row]
export const flipped = (hash = ''): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1)

export function parentOf(its: Case, { frontier }: RecordFate): Write | undefined {
  const [newest] = frontier
  const parent = newest?.basedOn.flatMap((token) => its.writes.get(token) ?? [])[0]
  return parent?.acked && newest && isSeenBy(parent.saw, newest.saw) ? parent : undefined
}

export function asVersion(row: RowAt, { token, hash, fields, score: points }: Write): RowAt {
  return {
    ...row,
    version: token,
    ...(hash !== undefined && { hash }),
    fields,
    ...(points !== undefined && { score: points }),
  }
}

export function resurrect(its: Case, { fates }: Evaluation): Planted | undefined {
  const isPardoned = pardonsOf(its)
  const dead = fates.find(
    ({ fresh, frontier, writes }) =>
      !fresh &&
      frontier.length === 1 &&
      frontier.every((last) => last.change === 'delete' && !isPardoned(last)) &&
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

export function omit(its: Case, passed: Evaluation): Planted | undefined {
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

export function misattribute(its: Case, passed: Evaluation): Planted | undefined {
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

export function score(
  its: Case,
  passed: Evaluation,
  direction: 1 | -1,
  finding: readonly string[],
): Planted | undefined {
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

export function invert(its: Case): Planted | undefined {
  const times = [...restoreTimes(its).entries()].toSorted(([, a], [, b]) => a.at - b.at)
  const [first, last] = [times[0], times.at(-1)]
  if (!first || !last || first === last) return undefined
  const restores = its.restores.map((mark) =>
    mark.class === first[0] ? { ...mark, at: last[1].at + 1, ms: last[1].end + 1 } : mark,
  )
  return { its: { ...its, restores }, expect: { verdict: 'fail', finding: ['inversion'] } }
}

export function unvalidated(its: Case): Planted | undefined {
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
