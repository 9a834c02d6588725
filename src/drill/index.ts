/** The language of drill files, and the compiler that turns an arm into a plan. */

export { compile, type Compilation } from './compile.ts'
export type { CompiledDrill, CompiledPromise, CompiledStep } from './compiled.ts'
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
export { drillName, load, type LoadedDrill } from './load.ts'
export { edgeRestore, replace, restore, takeBackup } from './recovery.ts'
export type { Copy, Pick, Point, Step, StepDetails, Steps } from './step.ts'
export { at, during, heal, inject, repeat, run, timePasses, work } from './steps.ts'
export { everyStep } from './tree.ts'
