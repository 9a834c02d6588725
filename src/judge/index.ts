/** The judge: fates, flags, promises, verdict. */

export { inWords as expectationInWords } from './expected.ts'
export { canaryAnswer, copyAnswer, type Answer } from './gate.ts'
export { judgeCommitments, type CommitmentJudged, type CommitmentState } from './commitments/index.ts'
export { judge, judgeHistory, livesOf } from './judge.ts'
export { FATES, FLAGS, type Judgement, type RecordLife } from './judgement.ts'
export { listedInWords } from './words/listed.ts'
