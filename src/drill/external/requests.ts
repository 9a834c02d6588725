/** What a drill would send to a service that is somebody else's: every request by kind and count, and to whom. */

import { freshEditOf } from '../../fleet/index.ts'
import { Random } from '../../kernel/index.ts'
import type { Asked } from '../../runtime/index.ts'
import type { CompiledDrill } from '../compiled.ts'
import { everyStep } from '../tree.ts'

/** Attempts of a change that has no answer, before its device gives up for now. */
const ATTEMPTS = 3

export interface PlannedRequests {
  /** An address that nobody has said yet is undefined. */
  readonly to: readonly { readonly service: string; readonly url: string | undefined }[]
  readonly writes: {
    /** By the edits of the plan, and one fresh edit of each device when all is over. */
    readonly create: number
    readonly change: number
    readonly delete: number
  }
  /** Of the creates, those that each device makes when all is over. */
  readonly fresh: number
  /** At most, those of the plan and those of what is left when the run is over. */
  readonly deletesInAll: number
  /** At least: how often devices look depends on how soon they agree. */
  readonly reads: number
  readonly signIns: number
  /** A change without an answer is sent again, so often. */
  readonly attempts: number
  /** Faults that leave changes without an answer. */
  readonly faults: readonly string[]
  readonly accounts: readonly string[]
  readonly devices: number
  readonly writesPerSecond: number
}

export function requestsOf(compiled: CompiledDrill, { writesPerSecond, keepWritten }: Asked): PlannedRequests {
  const { topology, roster, acts } = compiled
  const { clients } = topology
  const steps = everyStep(Object.values(acts).flat())
  const intents = steps.flatMap((step) => step.intents)
  const count = (change: 'create' | 'update' | 'delete') => intents.filter((one) => one.change === change).length
  const fresh = roster.devices.length
  const writes = { create: count('create') + fresh, change: count('update'), delete: count('delete') }
  const [accounts, devices] = [roster.accounts.length * clients.size, roster.devices.length * clients.size]
  const works = steps.filter(({ step }) => step.plan).length
  const afterStrike = acts.disaster.length + acts.recovery.length
  // Adoption, before and after each work, the read-back, two alike reads, the fresh edits, and the audit.
  const ofServer = accounts * (1 + 1 + afterStrike + 2 + 2)
  const ofDevices = devices * (1 + 2 * works + 2 + 1) + (intents.length + fresh) * clients.size
  return {
    to: [...topology.external].map(([remote, at]) => ({ service: topology.nameOf(remote), url: at?.url })),
    writes,
    fresh,
    deletesInAll: keepWritten ? writes.delete : Math.max(writes.create, writes.delete),
    reads: ofServer + ofDevices,
    signIns: devices + 2 * accounts,
    attempts: ATTEMPTS,
    faults: steps.flatMap(({ step, id }) => (step.injury?.is === 'fault' ? [`${step.injury.name} at ${id}`] : [])),
    accounts: roster.accounts,
    devices: roster.devices.length,
    writesPerSecond,
  }
}

/** How long the writes alone take, at the limit, in milliseconds. */
export function writingMs({ writes, deletesInAll, writesPerSecond }: PlannedRequests): number {
  const all = writes.create + writes.change + deletesInAll
  return (all * 1_000) / writesPerSecond
}

/** Names of all records that a run of it may write. */
export function namesOfRecords({ acts, roster, collections, seed }: CompiledDrill): ReadonlySet<string> {
  const intents = everyStep(Object.values(acts).flat()).flatMap((step) => step.intents)
  const random = new Random(`${seed}/run`).fork('fleet')
  const carries = collections.map(({ name }) => name)
  const fresh = roster.devices.map((device, place) => freshEditOf({ ...device, carries }, place, random))
  return new Set([...intents, ...fresh].map(({ record }) => record))
}
