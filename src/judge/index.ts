/** The judge: fates, flags, promises, verdict. */

export { inWords as expectationInWords } from './expected.ts'
export { canaryAnswer, copyAnswer, type Answer } from './gate.ts'
export { judgeCommitments, type CommitmentJudged, type CommitmentState } from './commitments/index.ts'
export { judge, judgeHistory } from './judge.ts'
export type { Judgement } from './judgement.ts'
