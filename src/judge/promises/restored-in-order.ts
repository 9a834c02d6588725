/** The promise `restoredInOrder`. Cost: quadratic in the collections, of which there are six. */

import type { CollectionName } from '../../records/index.ts'
import type { Finding } from '../judgement.ts'
import { restoreTimes } from '../measures/restores.ts'
import { termIn } from '../terms.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Collections come back in the declared order. Refuted by a collection that was opened to devices before one that ' +
  'should have come first. Inconclusive where nothing was restored.'

export const FINDINGS = {
  inversion:
    'Two collections came back in the wrong order. A collection was opened to devices before another that stands ' +
    'before it in the declared order.',
} as const

/**
 * Collections are restored in this order: none is opened to devices before those in front of it.
 * @example
 * promises: [restoredInOrder(['contacts', 'calendar', 'photos'])]
 */
export function restoredInOrder(order: readonly CollectionName[]): Claim<keyof typeof FINDINGS> {
  const claim = `Collections come back in the order ${order.join(', ')}.`
  return { promise: 'restoredInOrder', claim, findings: ['inversion'], terms: { order } }
}

export const examine: Examine = (history, _, terms) => {
  const order = (termIn(terms, 'order') ?? []) as readonly CollectionName[]
  const times = restoreTimes(history)
  const findings = order.flatMap((earlier, place) =>
    order.slice(place + 1).flatMap((later): Finding[] => {
      const [a, b] = [times.get(earlier), times.get(later)]
      if (!a || !b || a.at < b.at) return []
      const because = `${later} were served before ${earlier}`
      return [{ promise: 'restoredInOrder', finding: 'inversion', collection: earlier, lines: [b.at, a.at], because }]
    }),
  )
  return { findings, evaluated: times.size, ...(times.size === 0 && { unproven: 'nothing was restored' }) }
}
