/** The promise `servicesStayUp`. Cost: linear in the starts and ends of services. */

import { askedBy, endsByThemselves, failedStarts } from '../causes/service-ended.ts'
import type { ServiceEvent } from '../../history/index.ts'
import type { Finding } from '../judgement.ts'
import { endInWords } from '../words/words.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Every service stays up unless the drill ends it, and comes up again. Refuted by a process or container that ended ' +
  'although no step and no injury had asked it to, and by one that they had ended and that did not come up again, ' +
  'whether or not data was lost. Judged in every drill, and it may be waived.'

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
    findings: ['ended by itself', 'out of memory', 'did not come up'],
    terms: {},
  }
}

export const examine: Examine = (history) => {
  const closing = history.end?.at ?? Infinity
  const findings = [...endsByThemselves(history), ...failedStarts(history)]
    .filter(({ at }) => at < closing)
    .toSorted((a, b) => a.at - b.at)
    .map((event): Finding => ({
      promise: 'servicesStayUp',
      finding: kindOf(event),
      because: endInWords(event),
      lines: [event.at],
      cause: (event.before === 'asked down' && askedBy(history, event)) || {
        kind: 'service ended',
        by: event.service,
        at: event.at,
      },
    }))
  return { findings, evaluated: Math.max(1, history.plan?.services.length ?? 0) }
}

function kindOf({ before, exit }: ServiceEvent): End {
  if (exit?.outOfMemory) return 'out of memory'
  return before === 'up' ? 'ended by itself' : 'did not come up'
}
