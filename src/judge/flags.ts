/** What is wrong besides losses: damaged, twice, back from the dead, seen differently, or nobody's. */

import { isSeenBy } from '../records/index.ts'
import type { Flag } from './judgement.ts'
import type { Case, View, Write } from './case.ts'
import { causeOfAbsence, causeOfSurplus, type Cause } from './fates/causes.ts'
import { partyOf, type FinalRow, type Finals, type RecordFate } from './fates/fates.ts'
import { sawOf } from './rows.ts'

export interface Flagged {
  readonly flag: Flag
  readonly record: string | undefined
  readonly write: Write | undefined
  readonly account: string
  readonly cause: Cause | undefined
  readonly because: string
  readonly lines: readonly number[]
  readonly fresh: boolean
}

/** Parties that must show what the server shows. Sources and copies are not. */
const SUBSCRIBED = new Set(['server', 'device', 'new device'])

export function flagsOf(its: Case, finals: Finals, fates: readonly RecordFate[]): readonly Flagged[] {
  const shown = finals.all.filter(({ view }) => SUBSCRIBED.has(view.party.kind))
  return once([
    ...contentFlags(its, shown),
    ...duplicates(its, shown),
    ...resurrections(its, shown, fates),
    ...divergences(its, fates),
    ...policyFlags(its, finals, fates),
  ])
}

/** One flag of a kind for each record: the first, which is the server's. */
function once(flags: readonly Flagged[]): readonly Flagged[] {
  const seen = new Set<string>()
  return flags.filter(({ flag, record, lines }) => {
    const key = `${flag}/${record ?? lines[0]}`
    return !seen.has(key) && seen.add(key)
  })
}

function contentFlags(its: Case, shown: readonly FinalRow[]): Flagged[] {
  const adopted = new Set(its.adopted.flatMap(({ party, rows }) => rows.map(({ id }) => `${party.account}/${id}`)))
  return shown.flatMap((final): Flagged[] => {
    const { identity, row, view } = final
    const at = { record: row.record, account: view.party.account, cause: undefined, lines: [row.at] }
    if (identity.is === 'stranger') {
      if (adopted.has(`${view.party.account}/${row.id}`)) return []
      return [
        {
          ...at,
          flag: 'phantom',
          write: undefined,
          fresh: false,
          because: `${partyOf(view)} shows a row that nobody wrote (${row.id})`,
        },
      ]
    }
    const { write } = identity
    const flags: Flagged[] = []
    if (write.account !== view.party.account) {
      flags.push({
        ...at,
        flag: 'phantom-foreign',
        write,
        fresh: write.fresh,
        because: `${partyOf(view)} shows ${write.account}'s record to ${view.party.account}`,
      })
    }
    if (row.blobMissing)
      flags.push({
        ...at,
        flag: 'misordered',
        write,
        fresh: write.fresh,
        because: 'the photo is there, its picture is not',
      })
    else if (identity.is === 'corrupted') {
      flags.push({
        ...at,
        flag: 'corrupted',
        write,
        fresh: write.fresh,
        because: `damaged: ${identity.fields.join(', ') || 'the content'} on ${partyOf(view)}`,
      })
    }
    return flags
  })
}

function duplicates(its: Case, shown: readonly FinalRow[]): Flagged[] {
  const flags: Flagged[] = []
  for (const [, rows] of Map.groupBy(shown, ({ view, row }) => `${view.at}/${row.record}`)) {
    const surplus = rows.find((one, place) => rows.some((other, later) => later > place && isTwice(one, other)))
    if (!surplus || surplus.identity.is === 'stranger') continue
    const { write } = surplus.identity
    const because = `${rows.length} rows of it on ${partyOf(surplus.view)}`
    flags.push({
      flag: 'duplicated',
      record: write.record,
      write,
      account: write.account,
      cause: causeOfSurplus(its, write),
      because,
      lines: rows.map(({ row }) => row.at),
      fresh: write.fresh,
    })
  }
  return flags
}

/** The same version twice, or an ancestor beside its descendant; siblings of a conflict are two different things. */
function isTwice(one: FinalRow, other: FinalRow): boolean {
  const [a, b] = [sawOf(one.identity), sawOf(other.identity)]
  return a !== undefined && b !== undefined && (isSeenBy(a, b) || isSeenBy(b, a))
}

function resurrections(its: Case, shown: readonly FinalRow[], fates: readonly RecordFate[]): Flagged[] {
  const deletes = new Map(fates.map(({ record, acked }) => [record, acked.filter(({ change }) => change === 'delete')]))
  return shown.flatMap(({ identity, row, view }): Flagged[] => {
    const saw = sawOf(identity)
    const deleted = saw && deletes.get(row.record ?? '')?.find((one) => isSeenBy(saw, one.saw))
    if (!deleted || identity.is === 'stranger') return []
    const because = `deleted and acknowledged, and back on ${partyOf(view)}`
    return [
      {
        flag: 'resurrected',
        record: row.record,
        write: deleted,
        account: deleted.account,
        cause: returned(its, deleted),
        because,
        lines: [deleted.at, row.at],
        fresh: false,
      },
    ]
  })
}

/** The happening before the server first showed it again. */
function returned(its: Case, deleted: Write): Cause | undefined {
  const tokens = (its.byRecord.get(deleted.record) ?? [])
    .filter(({ saw }) => isSeenBy(saw, deleted.saw))
    .map(({ token }) => token)
  const again = tokens
    .flatMap((token) => its.shown.get(token) ?? [])
    .filter((at) => at > (deleted.acked?.at ?? deleted.at))
  const first = Math.min(...again)
  const step = its.steps.findLast(({ from }) => from < first)
  const injury = its.injuries.findLast(
    ({ injectedAt = Infinity }) => injectedAt < first && injectedAt > (deleted.acked?.at ?? 0),
  )
  if (step && !['work', 'timePasses', 'inject'].includes(step.name))
    return { by: step.name, byStep: step.step, at: step.from }
  return injury && { by: injury.name, byStep: injury.step, at: injury.from }
}

/** Eligible final reads of one account that differ: record by record, against the server. */
function divergences(its: Case, fates: readonly RecordFate[]): Flagged[] {
  const byRecord = new Map(fates.map((fate) => [fate.record, fate]))
  const flags: Flagged[] = []
  const views = its.finals.filter(({ party, state }) => SUBSCRIBED.has(party.kind) && state === 'complete')
  for (const [account, own] of Map.groupBy(views, ({ party }) => party.account)) {
    const server = own.find(({ party }) => party.kind === 'server')
    if (!server) continue
    const shows = contentOf(server)
    for (const other of own) {
      if (other === server) continue
      const sees = contentOf(other)
      for (const record of new Set([...shows.keys(), ...sees.keys()])) {
        const fate = byRecord.get(record)
        if (
          shows.get(record) === sees.get(record) ||
          !fate ||
          server.unread.has(fate.class) ||
          other.unread.has(fate.class)
        )
          continue
        const write = fate.frontier[0] ?? fate.writes[0]
        const how = sees.has(record)
          ? shows.has(record)
            ? 'shows it differently'
            : 'shows it, and the server does not'
          : 'does not show it'
        flags.push({
          flag: 'diverged',
          record,
          write,
          account,
          cause: write && causeOfAbsence(its, account, write),
          because: `${partyOf(other)} ${how}`,
          lines: [server.at, other.at],
          fresh: fate.fresh,
        })
      }
    }
  }
  return flags
}

/** For each record, what is shown of it, in one text. */
function contentOf({ rows }: View): ReadonlyMap<string, string> {
  const live = rows.filter(({ deleted, record }) => !deleted && record !== undefined)
  return new Map(
    [...Map.groupBy(live, ({ record }) => record ?? '')].map(([record, own]) => [
      record,
      own
        .map(({ hash }) => hash ?? '')
        .toSorted((a, b) => (a < b ? -1 : 1))
        .join(),
    ]),
  )
}

/** Scores that nobody ever attempted. */
function policyFlags(its: Case, finals: Finals, fates: readonly RecordFate[]): Flagged[] {
  return fates.flatMap(({ record, class: recordClass, writes, account, fresh }): Flagged[] => {
    if (its.policies[recordClass] !== 'max') return []
    const most = Math.max(...writes.map(({ score }) => score ?? 0))
    const beyond = (finals.byRecord.get(record) ?? []).find(({ row }) => (row.score ?? 0) > most)
    if (!beyond) return []
    const because = `the score is ${beyond.row.score}, and at most ${most} was ever attempted`
    return [
      {
        flag: 'corrupted',
        record,
        write: writes[0],
        account,
        cause: undefined,
        because,
        lines: [beyond.row.at],
        fresh,
      },
    ]
  })
}
