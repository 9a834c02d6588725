/** What a run says of a provider's commitments, over all its arms, for every renderer. */

import type { Commitments } from '../../commitments/index.ts'
import type { CommitmentJudged, CommitmentState } from '../../judge/index.ts'

export interface CommitmentsReport {
  readonly provider: string
  /** Where the provider says so. */
  readonly document?: string
  /** The tier that the accounts of the drill are on. */
  readonly tier: string
  /** Of the file, which lies beside the report as `commitments.yaml`. */
  readonly sha256: string
  readonly lines: readonly CommitmentLine[]
}

export interface CommitmentLine {
  /** Where it stands in the file: `tiers.family.recoveryPoint.contacts`. */
  readonly field: string
  /** From 1. */
  readonly line: number
  readonly promised: string
  /** Refuted where any arm refutes it; shown where none does, and at least one shows it. */
  readonly state: CommitmentState
  readonly arms: readonly ArmSays[]
}

export interface ArmSays extends CommitmentJudged {
  readonly arm: string
}

/** The name of the file in the folder of a run. */
export const COMMITMENTS = 'commitments.yaml'

/** `judged` is one answer for each line, by arm. */
export function commitmentsReport(
  { provider, document, tier, sha256, lines }: Commitments,
  judged: ReadonlyMap<string, readonly CommitmentJudged[]>,
): CommitmentsReport {
  const said = lines.map(({ field, line, promised }, place) => {
    const arms = [...judged].flatMap(([arm, answers]) => {
      const answer = answers[place]
      return answer ? [{ arm, ...answer }] : []
    })
    return { field, line, promised, state: overall(arms), arms }
  })
  return { provider, ...(document !== undefined && { document }), tier, sha256, lines: said }
}

function overall(arms: readonly ArmSays[]): CommitmentState {
  return (['refuted', 'shown'] as const).find((state) => arms.some((arm) => arm.state === state)) ?? 'not shown'
}
