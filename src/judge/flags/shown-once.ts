/** What a read on the way showed that it should not have: another account's rows, or nothing where there was much. */

import { Version, type EmptyView, type History, type Leak } from '../../history/index.ts'
import { counted } from '../../kernel/index.ts'
import { causeIn, lastInjuryBefore } from '../causes/injury.ts'
import { theServiceItself } from '../causes/the-service.ts'
import { partyOf } from '../finals.ts'
import type { Flagged } from './flagged.ts'

/** Rows of another account, that the final reads do not show any more. */
export function leaksOnce(history: History, isWanted: (account: string) => boolean): readonly Flagged[] {
  return history.leaks.filter(({ account }) => isWanted(account)).map((leak) => leaked(history, leak))
}

function leaked(history: History, { record, account, party, at }: Leak): Flagged {
  const owner = history.accountAt(history.records.account(record))?.name ?? 'another account'
  const first = history.records.first.get(record)
  const version = first === 0 ? undefined : new Version(history.versions, first)
  return {
    flag: 'phantom-foreign',
    place: record,
    record: history.records.name(record),
    collection: history.records.collection(record),
    version,
    account,
    cause: theServiceItself(history, at, at),
    because: `${partyOf(party)} shows ${owner}'s record to ${account}`,
    lines: [at],
    fresh: version?.fresh ?? false,
  }
}

/** Empty full reads that were no part of a replacement or a restore. */
export function emptyOnce(history: History, isWanted: (account: string) => boolean): readonly Flagged[] {
  return history.emptyViews
    .filter((view) => isWanted(view.party.account) && view.when !== 'final' && !isExplained(history, view))
    .map(({ at, party, when, live }) => ({
      flag: 'shown empty',
      place: 0,
      record: undefined,
      collection: undefined,
      version: undefined,
      account: party.account,
      cause: causeAt(history, at),
      because: emptyInWords(history, { at, party, when, live }),
      lines: [at],
      fresh: false,
    }))
}

function emptyInWords(history: History, { at, party, live }: EmptyView): string {
  const shows = party.kind === 'server' ? 'showed' : 'was shown'
  const advice = lastInjuryBefore(history, at) ? '' : ', before anything struck: check the adapter first'
  return `${partyOf(party)} ${shows} an empty list, and the account had ${counted(live, 'record')}${advice}`
}

/** Something had taken the data away by then, or was about to bring it back; or it never came back, and is lost. */
function isExplained(history: History, { at, party }: EmptyView): boolean {
  const took = history.injuries.some(
    ({ kind, took: holders, injectedAt = Infinity }) => injectedAt < at && (kind === 'damage' || holders.length > 0),
  )
  const changed = history.steps.some(({ takes, from, state }) => takes && state !== 'skipped' && from < at)
  return took || changed || !isBack(history, party.account, at)
}

/** What had been acknowledged by then was shown again later, as it was. */
function isBack(history: History, account: string, at: number): boolean {
  const { records, showings, versions } = history
  const { looks } = history.account(account)
  for (let record = 1; record <= records.count; record += 1) {
    if (history.accountAt(records.account(record))?.name !== account) continue
    const isSame = (content: number) => {
      const acked = content > 0 ? versions.ackedAt.get(content) : 0
      return acked !== 0 && acked < at
    }
    if (showings.runs(record).some(({ content, to }) => isSame(content) && (looks[to]?.at ?? 0) > at)) return true
  }
  return false
}

function causeAt(history: History, at: number) {
  const injury = lastInjuryBefore(history, at)
  return injury ? causeIn(injury) : theServiceItself(history, at, at)
}
