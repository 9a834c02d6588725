/** The one sentence that an arm comes to, its verdict first. */

import { doubtInWords } from '../judge/doubts/index.ts'
import { printable } from './printable.ts'
import type { ArmReport } from './report.ts'

/** `FAIL as expected: 143 of 600 acknowledged records are unrecoverable, photos worst, taken by power cycle`. */
export function headline({ judgement, expected, failures, state }: ArmReport): string {
  const [failure] = failures
  if (!judgement) return failure ? `NO VERDICT (${failure.class}): ${printable(failure.because)}` : 'NOT RUN'
  const { verdict, sentence } = judgement
  return `${verdict.toUpperCase()}${standing(verdict, expected?.verdict, state)}: ${printable(sentence)}`
}

function standing(verdict: string, wanted: string | undefined, state: string): string {
  const end = state === 'error' ? ', but the run did not end well' : ''
  return `${standingOf(verdict, wanted, state)}${end}`
}

function standingOf(verdict: string, wanted: string | undefined, state: string): string {
  if (wanted === undefined) return ''
  if (verdict !== wanted) return `, expected to ${wanted === 'inconclusive' ? 'be inconclusive' : wanted}`
  return state === 'not as expected' ? ', but not as expected' : ' as expected'
}

/** What else is to be said against it: mismatches, doubts and what went wrong beside the verdict. */
export function objections({ judgement, failures, folder }: ArmReport): readonly string[] {
  const { chain, doubts = [], expectation } = judgement ?? {}
  const where = chain?.line === undefined ? '' : ` at line ${chain.line}`
  const isNew = toldBy(judgement?.sentence)
  return [
    ...(chain && chain.state !== 'whole' ? [`ledger ${chain.state}${where}: ${chain.because ?? ''}`] : []),
    ...(expectation?.mismatches ?? []).filter(isNew).map((text) => `not as expected: ${text}`),
    ...doubts
      .map(doubtInWords)
      .filter(isNew)
      .map((text) => `unproven: ${text}`),
    ...failures
      .slice(judgement ? 0 : 1)
      .map((failure) => `${failure.class}: ${failure.because}`)
      .filter(isNew),
    ...(failures.some((failure) => failure.class === 'bug') ? [sendUs(folder)] : []),
  ].map((text) => printable(text))
}

/** What the headline has told is not told again; of what ends in it, the rest is told by the headline too. */
function toldBy(sentence = ''): (text: string) => boolean {
  return (text) => sentence === '' || (text !== sentence && !text.endsWith(`: ${sentence}`))
}

/** What we need of a bug of ours, and where it is. */
const sendUs = (folder: string): string =>
  `this is a bug of ours: please send us ${folder} of this report (ledger.jsonl, arm.json, logs/, as far as they` +
  ' are there), report.json, and the drill file with what it imports'
