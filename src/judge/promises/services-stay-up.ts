/** The promise `servicesStayUp`. Cost: linear in the starts and ends of services. */

import { askedBy, seriesOf, type Series } from '../causes/service-ended.ts'
import type { Finding } from '../judgement.ts'
import { seriesInWords } from '../words/words.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Every service stays up unless the drill ends it, and comes up again. Refuted by a process or container that ended ' +
  'although no step and no injury had asked it to, and by one that they had ended and that did not come up again, ' +
  'whether or not data was lost. That its supervisor started it again is told with it, and does not undo it. Judged ' +
  'in every drill, and it may be waived.'

export const FINDINGS = {
  'ended by itself':
    'A service ended, and nobody had asked it to. Neither a step nor an injury stops or kills it at that moment; ' +
    'what ends after the run has ended does not count.',
  'out of memory':
    'A service ended by itself because it was killed for memory. The engine, or the signal that ended it, said ' +
    'so.',
  'did not come up':
    'A service that a step or an injury had ended was started again, and ended or was not ready in time. Its disks ' +
    'were there by then, and nothing had damaged them.',
  'crash loop':
    'A service ended again and again, each time soon after its supervisor had started it, until the supervisor gave ' +
    'up. It is told once, with how it ended first.',
} as const

type End = keyof typeof FINDINGS

/**
 * Every service stays up unless the drill ends it. Judged always, unless waived.
 * @example
 * waives: [servicesStayUp]
 */
export function servicesStayUp(): Claim<End> {
  return {
    promise: 'servicesStayUp',
    claim: 'Every service stays up unless the drill ends it.',
    findings: ['ended by itself', 'out of memory', 'did not come up', 'crash loop'],
    terms: {},
  }
}

export const examine: Examine = (history) => {
  const closing = history.end?.at ?? Infinity
  const findings = seriesOf(history)
    .filter(({ first }) => first.at < closing)
    .map((series): Finding => {
      const { first, ends } = series
      const { before, service: by, at } = first
      return {
        promise: 'servicesStayUp',
        finding: kindOf(series),
        because: seriesInWords(series),
        lines: ends.map((end) => end.at),
        cause: (before === 'asked down' && askedBy(history, first)) || { kind: 'service ended', by, at },
      }
    })
  return { findings, evaluated: Math.max(1, history.plan?.services.length ?? 0) }
}

function kindOf({ first: { before, exit }, gaveUp }: Series): End {
  if (gaveUp !== undefined) return 'crash loop'
  if (exit?.outOfMemory) return 'out of memory'
  return before === 'up' ? 'ended by itself' : 'did not come up'
}
