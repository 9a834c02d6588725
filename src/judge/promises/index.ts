/** Claims that a run must keep. (A stand-in by the lead so that drills compile: the judge's author replaces it, and keeps ALWAYS.) */

import { msOf, type Duration } from '../../kernel/index.ts'
import type { Plain, RecordClass } from '../../records/index.ts'

/** One promise, readable aloud; `F` is what can refute it. */
export interface Claim<F extends string = string> {
  readonly claim: string
  readonly findings: readonly F[]
  /** The name of its function: `nothingAcknowledgedIsLost`. */
  readonly promise: string
  /** Its arguments as plain values, durations in milliseconds. */
  readonly terms: Plain
}

export type Loss = 'lost' | 'unrecoverable' | 'stale' | 'conflict-dropped' | 'field lost'
const LOSSES: readonly Loss[] = ['lost', 'unrecoverable', 'stale', 'conflict-dropped', 'field lost']

export function nothingAcknowledgedIsLost(): Claim<Loss> {
  return { promise: 'nothingAcknowledgedIsLost', claim: 'Nothing that was acknowledged is lost.', findings: LOSSES, terms: {} }
}
export function recoveryPoint({ atMost }: { readonly atMost: Duration }): Claim<Loss> {
  const atMostMs = msOf(atMost, 'recoveryPoint: atMost')
  return { promise: 'recoveryPoint', claim: `At most the last ${atMost} before the strike is lost.`, findings: LOSSES, terms: { atMostMs } }
}
export function recoveryTime(limits: { readonly [C in RecordClass]?: Duration }): Claim<'late' | 'never'> {
  const terms = Object.fromEntries(Object.entries(limits).map(([one, limit]) => [one, msOf(limit, `recoveryTime: ${one}`)]))
  return { promise: 'recoveryTime', claim: 'Each class is back in time.', findings: ['late', 'never'], terms }
}
export function restoredInOrder(order: readonly RecordClass[]): Claim<'inversion'> {
  return { promise: 'restoredInOrder', claim: `Classes come back in the order ${order.join(', ')}.`, findings: ['inversion'], terms: { order } }
}
export function validatedBeforeServing(): Claim<'served unvalidated'> {
  return { promise: 'validatedBeforeServing', claim: 'What was restored is validated before it is served.', findings: ['served unvalidated'], terms: {} }
}
export function backupsTellTheTruth(): Claim<'empty' | 'incomplete' | 'inconsistent' | 'unusable' | 'outdated'> {
  return { promise: 'backupsTellTheTruth', claim: 'A backup that claims to be good is good.', findings: ['empty', 'incomplete', 'inconsistent', 'unusable', 'outdated'], terms: {} }
}
export function statusIsHonest(): Claim<'false-ack'> {
  return { promise: 'statusIsHonest', claim: 'What is called synced is on the server.', findings: ['false-ack'], terms: {} }
}
export function everythingIsIntact(): Claim<'corrupted' | 'misordered'> {
  return { promise: 'everythingIsIntact', claim: 'Everything is as it was written.', findings: ['corrupted', 'misordered'], terms: {} }
}
export function everybodyConverges(): Claim<'diverged'> {
  return { promise: 'everybodyConverges', claim: 'Everybody ends up with the same.', findings: ['diverged'], terms: {} }
}
export function whatWasThereStays(): Claim<'lost' | 'unrecoverable' | 'corrupted' | 'duplicated'> {
  return { promise: 'whatWasThereStays', claim: 'What was there before the drill stays as it was.', findings: ['lost', 'unrecoverable', 'corrupted', 'duplicated'], terms: {} }
}
export function deletedStaysDeleted(): Claim<'resurrected'> {
  return { promise: 'deletedStaysDeleted', claim: 'What was deleted stays deleted.', findings: ['resurrected'], terms: {} }
}
export function noDuplicates(): Claim<'duplicated'> {
  return { promise: 'noDuplicates', claim: 'Nothing is there twice.', findings: ['duplicated'], terms: {} }
}
export function accountsStayApart(): Claim<'phantom' | 'phantom-foreign'> {
  return { promise: 'accountsStayApart', claim: 'Nobody sees what is not theirs.', findings: ['phantom', 'phantom-foreign'], terms: {} }
}

/** Judged in every drill, listed or not. */
export const ALWAYS = [
  everythingIsIntact, everybodyConverges, whatWasThereStays, deletedStaysDeleted, noDuplicates, accountsStayApart,
] as const
