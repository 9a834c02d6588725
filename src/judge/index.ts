/** The judge: fates, flags, promises, verdict. */

export { judge } from './judge.ts'
export {
  FATES,
  FLAGS,
  type Control,
  type Fate,
  type Finding,
  type Flag,
  type Judgement,
  type PromiseResult,
  type RecordLife,
  type Verdict,
} from './judgement.ts'
