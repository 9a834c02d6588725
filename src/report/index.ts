/** What is said of a run: the report, its renderings for people and machines, and its progress while it runs. */

export { toBrief, toTable, type NotHosted } from './brief.ts'
export { armLines, painter, sectionText, terminalOf, toConsole, wrapped } from './console.ts'
export { COMMITMENTS, commitmentsReport, type CommitmentsReport } from './duty/commitments.ts'
export { commitmentsSection } from './duty/commitments-in-words.ts'
export { renderings, writeReport } from './files.ts'
export { tellGitHub } from './github.ts'
export { plainJson } from './json.ts'
export { Progress } from './progress.ts'
export { isWrong, RecordEvents, recordLines } from './records.ts'
export {
  isRuntimeName,
  reportOf,
  worstExitCode,
  type ArmOutcome,
  type ArmReport,
  type Report,
  type RunFacts,
} from './report.ts'
export { logOf, type Played } from './log/played.ts'
export { logLines } from './log/text.ts'
export { toLogPage } from './log/page.ts'
export { pageOf } from './html/model.ts'
export type { PageOrWhyNot } from './html/page.ts'
export {
  comparisonOf,
  letterOf,
  planOf,
  siteOf,
  unlike,
  type Compared,
  type Comparison,
  type Outcome,
} from './compare/compared.ts'
export { linesOf } from './compare/rows.ts'
export { comparisonLines } from './compare/text.ts'
export { toComparisonPage } from './compare/page.ts'
export { leftInWords, sentInWords } from './sent-in-words.ts'
