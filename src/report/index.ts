/** What is said of a run: the report, its renderings for people and machines, and its progress while it runs. */

export { terminalOf, toConsole, type Terminal } from './console.ts'
export { writeReport } from './files.ts'
export { headline } from './headline.ts'
export { printable, shellWord } from './printable.ts'
export { Progress } from './progress.ts'
export { reportOf, worstExitCode, type ArmOutcome, type ArmReport, type Report, type RunFacts } from './report.ts'
export { toSummary } from './summary.ts'
