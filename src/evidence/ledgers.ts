/** What a ledger says once it is read anew: its heading, its chain, and what the judge makes of it. */

import { planHashOf } from '../drill/index.ts'
import { historyOf, type History } from '../history/index.ts'
import { judgeHistory, type Judgement } from '../judge/index.ts'
import { scan, type Scan } from '../ledger/index.ts'

export interface ReadLedger extends Scan {
  /** The hash that the plan has by its lines; undefined where they are not all there. */
  readonly planHash: string | undefined
  readonly history: () => History
  readonly judgement: () => Judgement
}

const known = new WeakMap<Buffer, ReadLedger>()

/** Each ledger is read once, whoever asks. */
export function readAgain(bytes: Buffer): ReadLedger {
  const before = known.get(bytes)
  if (before) return before
  const scanned = scan(bytes)
  const { ledger, chain, run, plan } = scanned
  const promises = scanned.promises.map(({ promise, claim, terms, listed = false, waived = false }) => {
    return { promise, claim, terms, listed, waived }
  })
  const planHash = run && plan && planHashOf({ plan: plan.plan, row: run.row, promises })
  const history = () => historyOf(ledger)
  const read = { ...scanned, planHash, history, judgement: () => judgeHistory(history(), chain) }
  known.set(bytes, read)
  return read
}
