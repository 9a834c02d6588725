/**
 * What took the last holder of a version, and what had taken the others: the server's copy, each backup copy that was
 * made after it was acknowledged, and each device that had it.
 */

import type { CopyHistory, InjuryHistory, Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import { causeOfAbsence } from './absence.ts'
import type { Cause } from './cause.ts'
import { failedAfter } from './failed-step.ts'
import { causeIn } from './injury.ts'

export function causeOfExtinction(its: RecordCase, owed: Version): Cause {
  const failed = failedAfter(its.history, owed.acked?.at ?? owed.at)
  const ends = [...serversEnd(its, owed), ...copiesEnds(its, owed), ...devicesEnds(its, owed)]
  // Where everything went at once, what took the server's copy is named.
  const [last, ...others] = ends.toSorted((a, b) => b.at - a.at)
  if (failed) return ends.length > 0 ? { ...failed, others: ends.toSorted((a, b) => a.at - b.at) } : failed
  if (!last) return causeOfAbsence(its, owed)
  return others.length > 0 ? { ...last, others: others.toReversed() } : last
}

function serversEnd(its: RecordCase, owed: Version): readonly Cause[] {
  const { injuries, plan } = its.history
  const data = new Set(plan?.services.flatMap((service) => Object.values(service.data)) ?? [])
  const took = injuries.filter((injury) => volumesOf(injury).some((volume) => data.size === 0 || data.has(volume)))
  const after = took.filter(({ injectedAt = 0 }) => injectedAt > owed.at)
  return (after.length > 0 ? after : took).map((injury) => ({
    ...causeIn(injury),
    on: volumesOf(injury),
    holder: "the server's copy",
  }))
}

function copiesEnds({ history }: RecordCase, owed: Version): readonly Cause[] {
  const since = owed.acked?.at ?? owed.at
  const held = history.copies.filter(({ begunAt, claimed, deleted }) => begunAt > since && claimed === 'ok' && !deleted)
  // One cause for each backup: a job makes many copies.
  return [...Map.groupBy(held, ({ backup }) => backup)].flatMap(([backup, copies]): readonly Cause[] => {
    const injury = history.injuries.find((one) => copies.every((copy) => tookCopy(one, copy)))
    return injury ? [{ ...causeIn(injury), on: volumesOf(injury), holder: `the copies of ${backup}` }] : []
  })
}

function tookCopy(injury: InjuryHistory, { volume, at }: CopyHistory): boolean {
  return (injury.injectedAt ?? -1) > at && volumesOf(injury).includes(volume)
}

const volumesOf = ({ took }: InjuryHistory): readonly string[] =>
  took.flatMap((holder) => (holder.kind === 'volume' ? [holder.volume] : []))

/** The last time that each device lost what it held of the versions that would do. */
function devicesEnds(its: RecordCase, owed: Version): readonly Cause[] {
  const { holdings, versions } = its.history
  const heldAt = new Map<number, number>()
  for (const one of its.buildingOn(owed).filter(({ change }) => change === 'put')) {
    const shown = holdings.of(one.place)
    const author = versions.device.get(one.place)
    const holders = shown.has(author) ? shown : new Map([...shown, [author, one.at]])
    for (const [device, at] of holders) heldAt.set(device, Math.min(heldAt.get(device) ?? Infinity, at))
  }
  return [...heldAt].flatMap(([device, at]) => deviceEnd(its, versions.devices.name(device), at))
}

function deviceEnd({ history }: RecordCase, device: string, heldAt: number): readonly Cause[] {
  const holder = `${device}'s`
  const injury = history.injuries.findLast(
    ({ took, injectedAt = 0 }) =>
      injectedAt > heldAt && took.some((one) => one.kind === 'device' && one.device === device),
  )
  if (injury) return [{ ...causeIn(injury), holder }]
  const loss = history.deviceLosses.findLast((one) => one.device === device && one.at > heldAt)
  const step = loss && history.steps.findLast(({ from, until }) => from < loss.at && until > loss.at)
  return step ? [{ kind: 'step', by: step.name, step: step.step, at: step.from, holder }] : []
}
