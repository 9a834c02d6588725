/** Damages that can be done to a run: what real services have done to real data, planted where this run allows it. */

import { judgeAnnouncements } from '../announcements/index.ts'
import type { Assessed } from '../assess.ts'
import { Finals } from '../finals.ts'
import type { History, View } from '../../history/index.ts'
import type { FinalRow } from '../record-case.ts'
import { restoreTimes } from '../measures/restores.ts'
import { LOSSES } from '../judgement.ts'
import { asDamaged, asVersion, damaged, isShown, rowIn, type Planted } from './plants.ts'
import type { Survivor, Victims } from './victims.ts'

export interface Mutant {
  readonly mutant: string
  /** The promises one of which must name it; without any it is a doubt. */
  readonly promises?: readonly string[]
  readonly apply: (history: History, passed: Assessed, victims: Victims) => Planted | undefined
}

const LOST = LOSSES.filter((one) => one === 'lost' || one === 'unrecoverable' || one === 'gone before the strike')
const OWNERS = ['nothingAcknowledgedIsLost', 'recoveryPoint']

/** The victim's rows edited; the judge must name it so. */
function planting(
  victim: (victims: Victims) => Survivor | undefined,
  finding: readonly string[],
  edit: (survivor: Survivor) => (row: FinalRow) => readonly FinalRow[],
): Mutant['apply'] {
  return (history, passed, victims) => {
    const survivor = victim(victims)
    if (!survivor) return undefined
    const assessed = damaged(passed, survivor.fate, edit(survivor))
    return { history, assessed, record: survivor.fate.its.name, expect: { verdict: 'fail', finding } }
  }
}

export const MUTANTS: readonly Mutant[] = [
  {
    mutant: 'an acknowledged record is gone everywhere',
    promises: OWNERS,
    apply: planting(
      ({ survivor }) => survivor,
      LOST,
      () => () => [],
    ),
  },
  {
    mutant: 'an acknowledged record is gone from the server',
    promises: OWNERS,
    apply: planting(
      ({ survivor }) => survivor,
      LOST,
      () => (row) => (isShown(row) ? [] : [row]),
    ),
  },
  {
    mutant: 'an acknowledged record went back to the version before',
    promises: OWNERS,
    apply: planting(
      ({ withParent }) => withParent,
      ['stale', 'field lost'],
      ({ parent }) =>
        (row) => [parent ? asVersion(row, parent) : row],
    ),
  },
  {
    mutant: 'content changed, its version did not',
    promises: ['everythingIsIntact'],
    apply: planting(
      ({ survivor }) => survivor,
      ['corrupted'],
      () => (row) => [asDamaged(row)],
    ),
  },
  {
    mutant: 'a record is there twice',
    promises: ['noDuplicates'],
    apply: planting(
      ({ survivor }) => survivor,
      ['duplicated'],
      () => (row) => (isShown(row) ? [row, row] : [row]),
    ),
  },
  {
    mutant: 'the version before stands beside its successor',
    promises: ['noDuplicates'],
    apply: planting(
      ({ withParent }) => withParent,
      ['duplicated'],
      ({ parent }) =>
        (row) =>
          parent && isShown(row) ? [row, asVersion(row, parent)] : [row],
    ),
  },
  {
    mutant: 'a deleted record is back',
    promises: ['deletedStaysDeleted'],
    apply: (history, passed, { deleted }) => {
      if (!deleted) return undefined
      const { fate, put } = deleted
      const own = viewsOf(passed, ({ party }) => party.account === fate.its.account)
      const rows = own.map((view) => rowIn(view, put))
      const assessed = damaged(passed, fate, (row) => [row], rows)
      return { history, assessed, record: fate.its.name, expect: { verdict: 'fail', finding: ['resurrected'] } }
    },
  },
  {
    mutant: 'one device does not show a record',
    promises: ['everybodyConverges'],
    apply: (history, passed, { survivor }) => {
      const its = survivor?.fate.its
      const view = its && viewsOf(passed, ({ party }) => party.kind === 'device' && party.account === its.account)[0]
      if (!survivor || !view?.state || view.unread.has(survivor.fate.its.collection)) return undefined
      const assessed = damaged(passed, survivor.fate, (row) => (row.view === view ? [] : [row]))
      return { history, assessed, record: survivor.fate.its.name, expect: { verdict: 'fail', finding: ['diverged'] } }
    },
  },
  {
    mutant: 'a record shows up in another account',
    promises: ['accountsStayApart'],
    apply: (history, passed, { survivor }) => {
      const its = survivor?.fate.its
      const other = its && viewsOf(passed, ({ party }) => party.kind === 'server' && party.account !== its.account)[0]
      if (!survivor || !other) return undefined
      const strange = viewsOf(passed, ({ party }) => party.account === other.party.account)
      const rows = strange.map((view) => rowIn(view, survivor.newest))
      const assessed = damaged(passed, survivor.fate, (row) => [row], rows)
      return {
        history,
        assessed,
        record: survivor.fate.its.name,
        expect: { verdict: 'fail', finding: ['phantom-foreign'] },
      }
    },
  },
  {
    mutant: 'a score is below what was acknowledged',
    promises: OWNERS,
    apply: planting(
      ({ scoreWithParent }) => scoreWithParent,
      ['stale'],
      ({ parent }) =>
        (row) => [parent ? asVersion(row, parent) : row],
    ),
  },
  {
    mutant: 'a score is above what was ever attempted',
    promises: ['everythingIsIntact'],
    apply: planting(
      ({ score }) => score,
      ['corrupted'],
      ({ newest }) =>
        (row) => [asDamaged(row, { score: (newest.score ?? 0) + 1_000_000 })],
    ),
  },
  { mutant: 'a collection is served before an earlier one', promises: ['restoredInOrder'], apply: invert },
  {
    mutant: 'a collection is served before it was validated',
    promises: ['validatedBeforeServing'],
    apply: unvalidated,
  },
  { mutant: 'users were told otherwise', promises: ['announcementsAreTrue'], apply: toldOtherwise },
  {
    mutant: 'it never came to rest',
    apply: (history, assessed) =>
      doubting(changed(history, { quiesced: { at: 0, state: 'timed out', because: 'planted', unlike: [] } }), assessed),
  },
  {
    mutant: 'a fault had no effect',
    apply: (history, assessed) => {
      const [first, ...rest] = history.injuries
      if (!first) return undefined
      const witness = { ...first.began, saw: 'nothing', what: 'planted' } as const
      return doubting(changed(history, { injuries: [{ ...first, witness }, ...rest] }), assessed)
    },
  },
  {
    mutant: 'the server was not read at the end',
    apply: (history, assessed) => doubting(history, { ...assessed, finals: withoutServer(assessed.finals) }),
  },
]

const viewsOf = ({ finals }: Assessed, isWanted: (view: View) => boolean): readonly View[] =>
  [...finals.subscribed.values()].flat().filter(isWanted)

const doubting = (history: History, assessed: Assessed): Planted => ({
  history,
  assessed,
  expect: { verdict: 'inconclusive' },
})

/** The same history but for some of its members, which nobody changes any more. */
function changed(history: History, members: Partial<History>): History {
  return Object.assign(Object.create(history) as History, members)
}

function withoutServer({ history, views }: Finals): Finals {
  return new Finals(history, new Map([...views].filter(([, { party }]) => party.kind !== 'server')))
}

function invert(history: History, assessed: Assessed): Planted | undefined {
  const times = [...restoreTimes(history).entries()].toSorted(([, a], [, b]) => a.at - b.at)
  const [first, last] = [times[0], times.at(-1)]
  if (!first || !last || first === last) return undefined
  const restores = history.restores.map((mark) =>
    mark.collection === first[0] ? { ...mark, at: last[1].at + 1, ms: last[1].end + 1 } : mark,
  )
  return {
    history: changed(history, { restores }),
    assessed,
    expect: { verdict: 'fail', finding: ['inversion'] },
  }
}

const OPPOSITE = { complete: 'lost', back: 'lost', kept: 'lost', lost: 'kept' } as const

/** What was true, the other way round. */
function toldOtherwise(history: History, assessed: Assessed): Planted | undefined {
  const isTrue = judgeAnnouncements(history, assessed).findIndex(({ state }) => state === 'true')
  if (isTrue < 0) return undefined
  const announcements = history.announcements.map((one, place) =>
    place === isTrue ? { ...one, claims: { kind: OPPOSITE[one.claims.kind], of: one.claims.of } } : one,
  )
  return {
    history: changed(history, { announcements }),
    assessed,
    expect: { verdict: 'fail', finding: ['untrue'] },
  }
}

function unvalidated(history: History, assessed: Assessed): Planted | undefined {
  const opened = history.doors.find(
    ({ state, collections }) =>
      state === 'opened' &&
      history.restores.some((mark) => mark.collection !== undefined && collections.includes(mark.collection)),
  )
  if (!opened) return undefined
  const doors = history.doors.filter(
    ({ state, collections }) => state !== 'validated' || !collections.some((one) => opened.collections.includes(one)),
  )
  return {
    history: changed(history, { doors }),
    assessed,
    expect: { verdict: 'fail', finding: ['served unvalidated'] },
  }
}
