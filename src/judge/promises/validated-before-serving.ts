/** The promise `validatedBeforeServing`. Cost: linear in the doors and the reads of devices. */

import type { CollectionName } from '../../records/index.ts'
import type { History } from '../../history/index.ts'
import type { Finding } from '../judgement.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'What was restored is validated before it is served. Refuted by a collection that was opened, or shown to a ' +
  'device, before what was restored into it had been read back. Inconclusive where nothing was closed and restored.'

export const FINDINGS = {
  'served unvalidated':
    'A collection was served before anybody had looked. It had been closed and restored, and it was opened, or a ' +
    'device was shown rows of it, before what was restored had been read back and compared.',
} as const

/**
 * What a restore brought is read back and compared before devices may see it.
 * @example
 * promises: [validatedBeforeServing()]
 */
export function validatedBeforeServing(): Claim<keyof typeof FINDINGS> {
  const claim = 'What was restored is validated before it is served.'
  return { promise: 'validatedBeforeServing', claim, findings: ['served unvalidated'], terms: {} }
}

export const examine: Examine = (history) => {
  const opened = history.doors
    .filter(({ state }) => state === 'opened')
    .flatMap(({ at, collections }) => collections.map((one) => ({ at, one, closedAt: closedAt(history, one, at) })))
    .filter(({ at, closedAt: from }) =>
      history.restores.some((mark) => mark.state !== 'refused' && mark.at > from && mark.at < at),
    )
  const findings = opened.flatMap(({ at, one, closedAt: from }) => unvalidated(history, one, from, at))
  return {
    findings,
    evaluated: opened.length,
    ...(opened.length === 0 && { unproven: 'nothing was closed and restored' }),
  }
}

function closedAt({ doors }: History, one: CollectionName, before: number): number {
  const closed = doors.findLast(
    ({ state, collections, at }) => state === 'closed' && collections.includes(one) && at < before,
  )
  return closed?.at ?? -1
}

function unvalidated(
  { doors, servings }: History,
  one: CollectionName,
  from: number,
  openedAt: number,
): readonly Finding[] {
  const validated = doors.find(
    ({ state, collections, at }) => state === 'validated' && collections.includes(one) && at > from && at < openedAt,
  )
  // Since the first closing after which it was opened.
  const served = servings.find((serving) => serving.collection === one && serving.closedAt >= from)?.shownAt
  if (validated && (served === undefined || served > validated.at)) return []
  const lines = [openedAt, ...(served === undefined ? [] : [served])]
  const because = `${one} were opened before they had been validated`
  return [{ promise: 'validatedBeforeServing', finding: 'served unvalidated', collection: one, lines, because }]
}
