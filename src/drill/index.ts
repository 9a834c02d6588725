/** The language of drill files, and the compiler that turns an arm into a plan. */

export { compile } from './compile.ts'
export type { CompiledDrill } from './compiled.ts'
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
