/** Rows of the final reads that are not what was written: damaged, without their bytes, another account's, nobody's. */

import { causeOfDamage } from '../causes/damage.ts'
import { partyOf, SUBSCRIBED, type Finals } from '../finals.ts'
import type { FinalRow, RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

export function contentFlags(its: RecordCase, finals: Finals): readonly Flagged[] {
  return its.rows
    .filter(({ view: { party }, identity, id }) => {
      const isOld = identity.is === 'stranger' && finals.wasThere(party.account, id)
      return SUBSCRIBED.has(party.kind) && !isOld
    })
    .flatMap((row) => flagsOfRow(its, row))
}

function flagsOfRow(its: RecordCase, { identity, view, at, blobMissing, id }: FinalRow): readonly Flagged[] {
  const where = partyOf(view.party)
  const common = {
    place: its.record,
    record: its.name,
    account: view.party.account,
    cause: undefined,
    lines: [at],
    collection: its.history.records.collection(its.record),
  }
  if (identity.is === 'stranger')
    return [
      {
        ...common,
        flag: 'phantom',
        version: undefined,
        fresh: false,
        because: `${where} shows a row that nobody wrote (${id})`,
      },
    ]
  const { version } = identity
  const own = { ...common, version, fresh: version.fresh }
  const flags: Flagged[] = []
  if (its.account !== view.party.account)
    flags.push({
      ...own,
      flag: 'phantom-foreign',
      because: `${where} shows ${its.account}'s record to ${view.party.account}`,
    })
  if (blobMissing) flags.push({ ...own, flag: 'misordered', because: 'the photo is there, its picture is not' })
  else if (identity.is === 'corrupted')
    flags.push({
      ...own,
      flag: 'corrupted',
      cause: causeOfDamage(its, version, at),
      because: `damaged: ${identity.fields.join(', ') || 'the content'} on ${where}`,
    })
  return flags
}

/** Rows that name no record of this run, and that were not there before it. */
export function strangers(finals: Finals): readonly Flagged[] {
  const { history, views } = finals
  return history.rows.of(0).flatMap(({ view: number, content, at }): Flagged[] => {
    const view = views.get(number)
    if (!view || !SUBSCRIBED.has(view.party.kind) || content >= 0) return []
    const { row } = history.variants.get(content)
    if (finals.wasThere(view.party.account, row.id)) return []
    return [
      {
        flag: 'phantom',
        place: 0,
        record: undefined,
        collection: row.collection,
        version: undefined,
        account: view.party.account,
        cause: undefined,
        because: `${partyOf(view.party)} shows a row that nobody wrote (${row.id})`,
        lines: [at],
        fresh: false,
      },
    ]
  })
}
