/**
 * Plans the edits of a `work` step: who, what, when, from the seed alone. What an update or a delete aims at is chosen
 * among the records that the plan has made so far; whether the device shows it then is found out during the run.
 */

import { Failure, type Random } from '../kernel/index.ts'
import type { Intent } from '../ledger/index.ts'
import type { RecordClass } from '../records/index.ts'
import type { RosterDevice } from './roster.ts'

export interface WorkPlan {
  readonly step: string
  readonly edits: number
  readonly overMs: number
  readonly by: readonly RosterDevice[]
  readonly classes: readonly RecordClass[]
}

/** Records that were planned, by account and class; shared by all steps of one plan. */
export class PlannedRecords {
  readonly #live = new Map<string, string[]>()
  #count = 0

  of(account: string, recordClass: RecordClass): string[] {
    const key = `${account}/${recordClass}`
    const live = this.#live.get(key) ?? []
    this.#live.set(key, live)
    return live
  }

  /** Unique in the run, and easy to find in raw bytes: `rec-000123-k3f9`. */
  nextName(random: Random): string {
    this.#count += 1
    return `rec-${String(this.#count).padStart(6, '0')}-${random
      .integer(0, 36 ** 4 - 1)
      .toString(36)
      .padStart(4, '0')}`
  }
}

/** `random` is the fork of this step value and occurrence; names of operations begin with the step's id. */
export function planIntents(plan: WorkPlan, records: PlannedRecords, random: Random): readonly Intent[] {
  const { step, edits, overMs, by, classes } = plan
  if (by.length === 0) throw new Failure('usage', `${step}: work: expected at least one device to edit, got none`)
  const kinds = dealt(random.fork('kinds'), edits, [
    'create',
    'create',
    'create',
    'create',
    'create',
    'create',
    'update',
    'update',
    'update',
    'delete',
  ] as const)
  const cards = dealt(random.fork('classes'), edits, classes)
  const people = dealt(random.fork('devices'), edits, by)
  return Array.from({ length: edits }, (_, place) => {
    const draw = random.fork(place)
    const device = people[place] as RosterDevice
    const recordClass = cards[place] as RecordClass
    const live = records.of(device.account, recordClass)
    const wanted = kinds[place] as Intent['change']
    const change = live.length === 0 ? 'create' : wanted
    const record = change === 'create' ? records.nextName(draw) : draw.pick(live)
    if (change === 'create') live.push(record)
    if (change === 'delete') live.splice(live.indexOf(record), 1)
    const afterMs = Math.round((overMs * place) / edits)
    return {
      op: `${step}#${place + 1}`,
      step,
      device: device.name,
      account: device.account,
      class: recordClass,
      record,
      change,
      afterMs,
    }
  })
}

/** In shuffled rounds: over any stretch, each card comes about as often as every other. */
function dealt<T>(random: Random, count: number, cards: readonly T[]): readonly T[] {
  const hands: T[] = []
  while (hands.length < count) hands.push(...random.shuffle(cards))
  return hands.slice(0, count)
}
