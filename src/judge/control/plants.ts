/** How a damage is done to a run: rows of one record taken, changed or added, and that record judged again. */

import { digestOf, type History, type Identity, type Variant, type Version, type View } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import { SUBSCRIBED } from '../finals.ts'
import { fateOf } from '../fates/fates.ts'
import type { RecordFate } from '../fates/fate.ts'
import { flagsOf } from '../flags/index.ts'
import type { Verdict } from '../judgement.ts'
import { RecordCase, type FinalRow } from '../record-case.ts'

/** What the judge is asked again, and what it must say. */
export interface Planted {
  readonly history: History
  readonly assessed: Assessed
  readonly record?: string
  readonly expect: { readonly verdict: Verdict; readonly finding?: readonly string[] }
}

export type Edit = (row: FinalRow, its: RecordCase) => readonly FinalRow[]

export const isShown = ({ view: { party } }: FinalRow): boolean => SUBSCRIBED.has(party.kind)

/** The victim judged again with its rows edited; everything else stays as it was judged. */
export function damaged(base: Assessed, victim: RecordFate, edit: Edit, more: readonly FinalRow[] = []): Assessed {
  const { its } = victim
  const altered = new RecordCase(its.history, its.record, () => [...its.rows.flatMap((row) => edit(row, its)), ...more])
  const fate = fateOf(altered, base.finals)
  const isOther = ({ place }: { readonly place: number }) => place !== its.record
  return {
    ...base,
    troubled: [...base.troubled.filter((one) => one.its.record !== its.record), fate],
    flags: [...base.flags.filter(isOther), ...flagsOf(fate, base.finals, [])],
  }
}

/** The row as another version, exactly as that was written. */
export function asVersion(row: FinalRow, version: Version): FinalRow {
  const identity: Identity = { is: 'version', version, saw: version.saw }
  return { ...row, content: version.place, identity, score: version.score, id: undefined }
}

/** The row with content that nobody wrote, under the version that it has. */
export function asDamaged(row: FinalRow, more: { readonly score?: number } = {}): FinalRow {
  if (row.identity.is === 'stranger') return row
  const { version } = row.identity
  const variant: Variant = {
    row: { collection: 'notes', id: 'planted', hash: 'planted', ...more },
    record: version.record,
    first: undefined,
    last: undefined,
    devices: new Set(),
  }
  const fields = version.fieldNames.slice(0, 1)
  const identity: Identity = { is: 'corrupted', version, fields, variant }
  return { ...row, content: -digestOf('planted'), identity, score: more.score, id: 'planted' }
}

/** A row of the victim in a read of somebody else. */
export function rowIn(view: View, version: Version): FinalRow {
  const identity: Identity = { is: 'version', version, saw: version.saw }
  return {
    at: view.at,
    view,
    content: version.place,
    identity,
    score: version.score,
    blobMissing: false,
    id: undefined,
  }
}
