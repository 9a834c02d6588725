/** What a run says of one commitment, and what it is asked of. */

import type { Terms } from '../../commitments/index.ts'
import type { History } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import type { Judgement } from '../judgement.ts'

/**
 * `shown`: this run put it to the test, and it held. `refuted`: it did not hold. `not shown`: the run says nothing of
 * it, neither good nor bad.
 */
export type CommitmentState = 'shown' | 'refuted' | 'not shown'

export interface CommitmentJudged {
  readonly state: CommitmentState
  /** One sentence for people, without its full stop. */
  readonly because: string
  /** The ledger lines that show or refute it (`at` of entries); none where nothing does. */
  readonly lines: readonly number[]
}

export interface Asked {
  readonly history: History
  readonly judgement: Judgement
  /** With what the commitments allow to be lost. */
  readonly assessed: Assessed
}

export type Rule<K extends Terms['kind']> = (
  asked: Asked,
  terms: Extract<Terms, { readonly kind: K }>,
) => CommitmentJudged

/** At most so many lines: they are to be looked up. */
const LINES = 12

export const shown = (because: string, lines: readonly number[]): CommitmentJudged => said('shown', because, lines)
export const refuted = (because: string, lines: readonly number[]): CommitmentJudged => said('refuted', because, lines)
export const notShown = (because: string): CommitmentJudged => ({ state: 'not shown', because, lines: [] })

function said(state: CommitmentState, because: string, lines: readonly number[]): CommitmentJudged {
  return { state, because, lines: [...new Set(lines)].toSorted((a, b) => a - b).slice(0, LINES) }
}

/** Of several collections: refuted by one of them, shown by all of them. */
export function ofEach(names: readonly string[], answer: (collection: string) => CommitmentJudged): CommitmentJudged {
  const answers = names.map(answer)
  const of = (wanted: CommitmentState) => answers.filter(({ state }) => state === wanted)
  const worst = (['refuted', 'not shown', 'shown'] as const).find((state) => of(state).length > 0)
  if (worst === undefined) return notShown('nothing was acknowledged')
  const worstOnes = of(worst)
  return {
    state: worst,
    because: worstOnes.map(({ because }) => because).join('; '),
    lines: worstOnes.flatMap(({ lines }) => lines.slice(0, LINES)),
  }
}

/** Those of which something was acknowledged, in the order of the ledger. */
export function writtenIn({ history, assessed: { totals } }: Asked): readonly string[] {
  return Object.keys(history.policies).filter((name) => ackedOf(totals, name) > 0)
}

/** How many records of a collection were acknowledged. */
export function ackedOf({ byCollection }: Assessed['totals'], name: string): number {
  return Object.values(byCollection[name] ?? {}).reduce((sum, count) => sum + count, 0)
}
