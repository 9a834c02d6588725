/** The promise `servicesStayUp`. Cost: linear in the starts and ends of services. */

import { endsByThemselves } from '../causes/service-ended.ts'
import type { Finding } from '../judgement.ts'
import { endInWords } from '../words/words.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Every service stays up unless the drill ends it. Refuted by a process or container that ended although no step ' +
  'and no injury had asked it to, whether or not data was lost. Judged in every drill, and it may be waived.'

export const FINDINGS = {
  'ended by itself':
    'A service ended, and nobody had asked it to. Neither a step nor an injury stops or kills it at that moment; ' +
    'what ends after the run has ended does not count.',
  'out of memory':
    'A service ended by itself because it was killed for memory. The engine, or the signal that ended it, said ' +
    'so.',
} as const

type End = keyof typeof FINDINGS

export function servicesStayUp(): Claim<End> {
  return {
    promise: 'servicesStayUp',
    claim: 'Every service stays up unless the drill ends it.',
    findings: ['ended by itself', 'out of memory'],
    terms: {},
  }
}

export const examine: Examine = (history) => {
  const closing = history.end?.at ?? Infinity
  const findings = endsByThemselves(history)
    .filter(({ at }) => at < closing)
    .map((event): Finding => ({
      promise: 'servicesStayUp',
      finding: event.exit?.outOfMemory ? 'out of memory' : 'ended by itself',
      because: endInWords(event),
      lines: [event.at],
      cause: { kind: 'service ended', by: event.service, at: event.at },
    }))
  return { findings, evaluated: Math.max(1, history.plan?.services.length ?? 0) }
}
