/** The language of drill files, and the compiler that turns an arm into a plan. */

export { refuseMissingPrograms } from './check-programs.ts'
export { compile, planHashOf } from './compile.ts'
export type { CompiledDrill } from './compiled.ts'
export { drill } from './drill.ts'
export { breaks, fails, passes, waives } from './expectation.ts'
export { refuseExternal } from './external/refuse.ts'
export { namesOfRecords, requestsOf, writingMs, type PlannedRequests } from './external/requests.ts'
export { asksSomebody, refuseUnasked } from './refuse-unasked.ts'
export { load } from './load.ts'
export { everyStep } from './tree.ts'
