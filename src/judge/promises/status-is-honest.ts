/**
 * Claim: what is called synced is on the server.
 * Refuted by: nothing that this version records.
 * Inconclusive: always, until a client tells what its service calls synced. Cost: none.
 */

import type { Claim, Examine } from './promise.ts'

export function statusIsHonest(): Claim<'false-ack'> {
  const claim = 'What is called synced is on the server.'
  return { promise: 'statusIsHonest', claim, findings: ['false-ack'], terms: {} }
}

export const examine: Examine = () => ({ findings: [], evaluated: 0, unproven: 'no client told what is called synced' })
