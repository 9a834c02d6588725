/** The judge, asked in the middle of a run. It is loaded when a gate asks: a drill that is only listed needs none. */

import type { Answer, canaryAnswer, copyAnswer } from '../judge/index.ts'
import type { Ledger, Stamped } from '../ledger/index.ts'

interface Judge {
  readonly canaryAnswer: typeof canaryAnswer
  readonly copyAnswer: typeof copyAnswer
}

/** From all that the ledger says so far. */
export async function judgedSoFar(
  ledger: Ledger,
  answer: (judge: Judge, entries: Iterable<Stamped>) => Answer,
): Promise<Answer> {
  await ledger.flush()
  const [judge, { readLedger }] = await Promise.all([import('../judge/index.ts'), import('../ledger/index.ts')])
  return answer(judge, readLedger(ledger.path))
}
