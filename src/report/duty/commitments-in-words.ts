/** What is said of commitments, as plain text. */

import type { CommitmentState } from '../../judge/index.ts'
import type { Section } from '../behind.ts'
import type { ArmSays, CommitmentLine, CommitmentsReport } from './commitments.ts'

/** Those that decide, first; the others say why they say nothing. */
function decisive({ state, arms }: CommitmentLine): readonly ArmSays[] {
  return arms.filter((arm) => arm.state === state)
}

/** `3 shown, 1 refuted, 4 not shown`. */
export function commitmentsTally({ lines }: CommitmentsReport): string {
  const states: readonly CommitmentState[] = ['shown', 'refuted', 'not shown']
  return states.map((wanted) => `${lines.filter(({ state }) => state === wanted).length} ${wanted}`).join(', ')
}

/** For the terminal and for the summary. */
export function commitmentsSection(report: CommitmentsReport): Section {
  const { provider, tier, lines } = report
  return {
    title: `commitments of ${provider}, tier ${tier}: ${commitmentsTally(report)}`,
    lines: lines.flatMap((line) => [`${line.state}: ${line.promised}`, ...reasons(line).map((one) => `  ${one}`)]),
  }
}

/** What several arms say alike is said once. */
export function reasons(line: CommitmentLine): readonly string[] {
  const alike = Map.groupBy(decisive(line), ({ because }) => because)
  return [...alike].map(([because, arms]) => {
    const names = line.arms.length > 1 ? `${arms.map(({ arm }) => `'${arm}'`).join(', ')}: ` : ''
    return `${names}${because}${entriesOf(arms[0]?.lines ?? [])}`
  })
}

function entriesOf(lines: readonly number[]): string {
  return lines.length === 0 ? '' : ` (${lines.length === 1 ? 'entry' : 'entries'} ${lines.join(', ')})`
}
