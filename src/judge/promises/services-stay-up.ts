/**
 * Claim: every service stays up unless the drill ends it.
 * Refuted by: a process or container that ended although no step and no injury had asked it to, whether or not data was
 * lost; killed for memory is told apart.
 * Inconclusive: never by itself. Cost: linear in the starts and ends of services.
 */

import { endsByThemselves } from '../causes/service-ended.ts'
import type { Finding } from '../judgement.ts'
import { endInWords } from '../words/words.ts'
import type { Claim, Examine } from './promise.ts'

type End = 'ended by itself' | 'out of memory'

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
