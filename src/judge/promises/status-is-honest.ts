/** The promise `statusIsHonest`. Cost: none. */

import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'What is called synced is on the server. Nothing that this version records can refute it: it is inconclusive ' +
  'until a client tells what its service calls synced.'

/**
 * What a client calls synced is on the server. Inconclusive until a client tells what it calls synced.
 * @example
 * promises: [statusIsHonest()]
 */
export function statusIsHonest(): Claim<'false-ack'> {
  const claim = 'What is called synced is on the server.'
  return { promise: 'statusIsHonest', claim, findings: ['false-ack'], terms: {} }
}

export const examine: Examine = () => ({ findings: [], evaluated: 0, unproven: 'no client told what is called synced' })
