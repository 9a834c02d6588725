/** Every record judged once, in the order of the ledger: what is wrong is kept, what is well is counted. */

import { CalmRecords } from './calm.ts'
import { CopyChecks } from './measures/copy-checks.ts'
import type { Finals } from './finals.ts'
import { fateOf } from './fates/fates.ts'
import type { RecordFate } from './fates/fate.ts'
import { flagsOf, flagsOfViews, once, type Flagged } from './flags/index.ts'
import { becameOf, restoredCopy } from './measures/newer.ts'
import { pardonsOf, type Pardon } from './pardon.ts'
import { backMsOf } from './measures/returns.ts'
import { Totals } from './totals.ts'
import { suspected } from './suspected.ts'
import { Unwell } from './unwell.ts'

/** What promises and doubts are examined by. */
export interface Assessed {
  readonly finals: Finals
  /** Records that something was lost of, that were away for a while, or that were not read. */
  readonly troubled: readonly RecordFate[]
  readonly flags: readonly Flagged[]
  readonly totals: Totals
  readonly copies: CopyChecks
  readonly isPardoned: Pardon
  readonly unwell: Unwell
}

export interface Scope {
  /** Accounts that are judged; all of them but on the way. */
  readonly isWanted?: (account: string) => boolean
  /** Also of records that are plainly well, what the rules say is found out by the rules. */
  readonly byRules?: boolean
  /** What may be lost; by the recovery point that the drill promises where it is left out. */
  readonly isPardoned?: Pardon
}

export function assess(finals: Finals, scope: Scope = {}): Assessed {
  const { history } = finals
  const { isWanted = () => true, byRules = false, isPardoned = pardonsOf(history) } = scope
  const [totals, copies] = [new Totals(), new CopyChecks(history, finals)]
  const unwell = new Unwell(history)
  const restored = restoredCopy(history, finals)
  const calm = new CalmRecords(finals)
  const unwanted = new Set(history.accounts.keys().filter((number) => !isWanted(history.accounts[number]?.name ?? '')))
  const troubled: RecordFate[] = []
  const flags: Flagged[] = []
  for (let record = 1; record <= history.records.count; record += 1) {
    if (unwanted.has(history.records.account(record))) continue
    unwell.add(record)
    if (!byRules && calm.isCalm(record)) {
      totals.addCalm(history, record)
      continue
    }
    const its = finals.case(record)
    const fate = fateOf(its, finals)
    flags.push(...flagsOf(fate, finals, history.variants.of(record)))
    if (its.versions.length === 0) continue
    totals.add(fate, restored && becameOf(fate, restored))
    copies.add(fate)
    const backMs = backMsOf(fate, isPardoned)
    if (backMs !== undefined) totals.returned(its.collection, backMs)
    if (fate.losses.length > 0 || fate.wasGone || fate.fate === 'unverified') troubled.push(fate)
  }
  flags.push(...flagsOfViews(finals, isWanted))
  const seen = once(flags)
  const doubted = unwell.count > 0 ? suspected(history, troubled, seen) : { troubled, flags: seen }
  return { finals, ...doubted, totals, copies, isPardoned, unwell }
}
