/** What took something: the injury of a holder, or the happening after which the server no longer showed it. */

import { isSeenBy } from '../../records/index.ts'
import type { Case, InjuryState, ServerRead, Write } from '../case.ts'

export interface Cause {
  readonly by: string
  readonly byStep: string
  readonly at: number
}

const HARMLESS = new Set([
  'work',
  'timePasses',
  'during',
  'at',
  'repeat',
  'takeBackup',
  'heal',
  'inject',
  'gate',
  'ask',
  'run',
])

/** The injury or step after which the server no longer showed what it owed; undefined when it always did. */
export function causeOfAbsence(its: Case, account: string, owed: Write): Cause | undefined {
  const reads = coveringReads(its, account, owed)
  const shown = lastShownAt(its, owed)
  const lastShown = shown ?? owed.acked?.at ?? owed.at
  const absent = reads.find(({ at }) => at > lastShown)
  const until = absent?.at ?? Infinity
  const later = firstInjury(its, lastShown, until)
  if (later) return causeIn(later)
  const step = its.steps.findLast(
    ({ name, from, until: end }) => !HARMLESS.has(name) && from < until && end > lastShown,
  )
  // What nobody was shown may have been answered before an injury, and been heard of after it.
  const earlier = shown === undefined ? firstInjury(its, owed.sent.at(-1) ?? owed.at, until) : undefined
  if (earlier && (earlier.kind === 'damage' || !step)) return causeIn(earlier)
  const last = step ?? its.steps.findLast(({ from }) => from < until)
  return last && { by: last.name, byStep: last.step, at: last.from }
}

function causeIn({ name, step, injectedAt, from }: InjuryState): Cause {
  return { by: name, byStep: step, at: injectedAt ?? from }
}

/** A fault passes and takes nothing: where there was damage too, that is what took it. */
function firstInjury(its: Case, from: number, until: number): InjuryState | undefined {
  const inside = its.injuries.filter(({ injectedAt }) => injectedAt && injectedAt > from && injectedAt < until)
  return inside.find(({ kind }) => kind === 'damage') ?? inside[0]
}

/** What took the last holder of every version that would do: a volume with server and copies, or a device's memory. */
export function causeOfExtinction(its: Case, owed: Write): Cause | undefined {
  const versions = (its.byRecord.get(owed.record) ?? []).filter(
    (one) => one.change === 'put' && isSeenBy(owed.saw, one.saw),
  )
  const ends: Cause[] = []
  const devices = new Set(
    versions.flatMap(({ token }) => [...(its.held.get(token) ?? new Map<string, number>()).keys()]),
  )
  for (const device of devices) ends.push(...lossesOfDevice(its, device, versions))
  for (const injury of its.injuries) {
    const tookVolume = injury.took.some(({ kind }) => kind === 'volume')
    if (tookVolume) ends.push({ by: injury.name, byStep: injury.step, at: injury.injectedAt ?? injury.from })
  }
  return ends.toSorted((a, b) => b.at - a.at)[0] ?? causeOfAbsence(its, owed.account, owed)
}

/** The last time that this device lost what it held of these versions. */
function lossesOfDevice(its: Case, device: string, versions: readonly Write[]): Cause[] {
  const heldAt = Math.min(...versions.flatMap(({ token }) => its.held.get(token)?.get(device) ?? []))
  const injured = its.injuries.filter(
    ({ took, injectedAt = 0 }) =>
      injectedAt > heldAt && took.some((holder) => holder.kind === 'device' && holder.device === device),
  )
  const last = injured.at(-1)
  if (last) return [{ by: last.name, byStep: last.step, at: last.injectedAt ?? last.from }]
  const loss = its.deviceLosses.findLast((one) => one.device === device && one.at > heldAt)
  const step = loss && its.steps.findLast(({ from, until }) => from < loss.at && until > loss.at)
  return step ? [{ by: step.name, byStep: step.step, at: step.from }] : []
}

/** The fault that was on when a later attempt of the operation was sent. */
export function causeOfSurplus(its: Case, write: Write): Cause | undefined {
  for (const at of [...write.sent].toReversed()) {
    const fault = its.injuries.findLast(
      ({ injectedAt, until }) => injectedAt !== undefined && injectedAt < at && until > at,
    )
    if (fault) return { by: fault.name, byStep: fault.step, at: fault.from }
  }
  const at = write.sent.at(-1) ?? write.at
  const step = its.steps.findLast(({ from, until }) => from < at && until > at)
  return step && { by: step.name, byStep: step.step, at: step.from }
}

export function coveringReads(its: Case, account: string, owed: Write): readonly ServerRead[] {
  return (its.serverReads.get(account) ?? []).filter(({ unread }) => !unread.has(owed.class))
}

/** When the server last showed this version or one that builds on it. */
export function lastShownAt(its: Case, owed: Write): number | undefined {
  const versions = (its.byRecord.get(owed.record) ?? []).filter((one) => isSeenBy(owed.saw, one.saw))
  const times = versions.map(({ token }) => its.shown.get(token)?.at(-1) ?? -1)
  const last = Math.max(-1, ...times)
  return last < 0 ? undefined : last
}
