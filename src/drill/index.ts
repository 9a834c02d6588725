/** The language of drill files, and the compiler that turns an arm into a plan. */

export { compile } from './compile.ts'
export type { CompiledDrill, CompiledStep } from './compiled.ts'
export { drill, type Acts, type Drill } from './drill.ts'
export {
  breaks,
  fails,
  inconclusive,
  mayBreak,
  passes,
  type Bounds,
  type Breach,
  type Expectation,
} from './expectation.ts'
export { load } from './load.ts'
export { edgeRestore, promote, replace, repoint, restore, salvage, takeBackup } from './recovery.ts'
export { type Copy, type Moment, type Question, type Step, type StepDetails, type Steps } from './step.ts'
export { at, during, heal, inject, repeat, run, tell, timePasses, work } from './steps.ts'
export { canaryKeeps, gate, interrupt, rollBack, says, upgrade, verifies } from './upgrades.ts'
