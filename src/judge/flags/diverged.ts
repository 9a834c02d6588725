/** Somebody shows a record otherwise than the server does, in the final reads of its account. */

import type { Version, View } from '../../history/index.ts'
import { causeOfAbsence } from '../causes/absence.ts'
import type { Cause } from '../causes/cause.ts'
import { causeOfDamage } from '../causes/damage.ts'
import { causeIn, lastInjuryBefore } from '../causes/injury.ts'
import { partyOf, type Finals } from '../finals.ts'
import type { RecordFate } from '../fates/fate.ts'
import { covers, type RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

export function divergences({ its, frontier, fresh }: RecordFate, finals: Finals): readonly Flagged[] {
  // What is still moving, or waits for somebody to send it to, cannot be compared.
  if (its.history.quiesced?.state !== 'quiet') return []
  const own = finals.subscribed.get(its.account) ?? []
  const server = own.find(({ party }) => party.kind === 'server')
  if (!server || server.unread.has(its.collection)) return []
  const content = contentOf(its)
  const shows = content.get(server)
  return own.flatMap((other): readonly Flagged[] => {
    if (other === server || other.unread.has(its.collection)) return []
    const sees = content.get(other)
    if (sees === shows) return []
    const how =
      sees === undefined
        ? 'does not show it'
        : shows === undefined
          ? 'shows it, and the server does not'
          : 'shows it differently'
    const version = between(its, frontier, server, other) ?? frontier[0] ?? its.versions[0]
    return [
      {
        flag: 'diverged',
        place: its.record,
        record: its.name,
        collection: its.collection,
        version,
        account: its.account,
        cause: version && (emptied(its, other) ?? damaged(its, server, other) ?? causeOfAbsence(its, version)),
        because: `${partyOf(other.party)} ${how}`,
        lines: [server.at, other.at],
        fresh,
      },
    ]
  })
}

/** The edit that one of the two shows and the other does not: a rival that lost a conflict says nothing of them. */
function between({ rows }: RecordCase, frontier: readonly Version[], one: View, other: View): Version | undefined {
  const shows = (view: View, version: Version): boolean =>
    rows.some((row) => row.view === view && covers(row.identity, version))
  return frontier.findLast((version) => shows(one, version) !== shows(other, version))
}

/** Where both show the same edit, and one of them damaged: what damaged it. */
function damaged(its: RecordCase, one: View, other: View): Cause | undefined {
  for (const { view, identity, at } of its.rows) {
    if (identity.is === 'corrupted' && (view === one || view === other)) return causeOfDamage(its, identity.version, at)
  }
  return undefined
}

/** Of each read, what it shows of the record, in one text. */
function contentOf({ rows }: RecordCase): ReadonlyMap<View, string> {
  const texts = new Map<View, string>()
  for (const [view, own] of Map.groupBy(rows, (row) => row.view)) {
    const shown = own.map(({ content }) => content)
    texts.set(view, shown.toSorted((a, b) => a - b).join())
  }
  return texts
}

/** A device that once believed an empty list lost it then, whatever had happened before that. */
function emptied({ history }: RecordCase, { party }: View): Cause | undefined {
  if (!('device' in party)) return undefined
  const view = history.emptyViews.findLast((one) => 'device' in one.party && one.party.device === party.device)
  const injury = view && lastInjuryBefore(history, view.at)
  return injury && causeIn(injury)
}
