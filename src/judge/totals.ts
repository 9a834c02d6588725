/** Counts of what was judged, record by record; a record that nothing is wrong with leaves nothing but its count. */

import type { History, Moment, Version } from '../history/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { RecordFate } from './fates/fate.ts'
import type { Counts, Fate, Newer } from './judgement.ts'

type Tally<K extends string> = Partial<Record<K, number>>

/** What came of the edits that were sent, each counted once: the best that was ever answered. */
export interface Edits {
  sent: number
  acked: number
  refused: number
  /** Nobody knows whether they were carried out. */
  unanswered: number
  /** Refused, and nobody else had changed the record without having seen it. */
  refusedWithoutConflict: number
}

/** Records that a device wrote first. */
interface OfDevice {
  readonly fates: Tally<Fate>
  records: number
  lossy: number
}

/** When each record of a collection that was owed at the strike was back to stay, in real milliseconds after it. */
export interface Returns {
  /** How many were never away. */
  stayed: number
  readonly later: number[]
}

export class Totals {
  /** Records that were there before the drill, and that nobody has edited. */
  thereBefore = 0
  /** Acknowledged records, fresh edits and those aside. */
  acknowledged = 0
  /** Those and the fresh ones, without what was not read. */
  judged = 0
  records = 0
  unverified = 0
  firstUnverified: string | undefined
  survived = 0
  readonly fates: Tally<Fate> = {}
  readonly byCollection: Record<CollectionName, Tally<Fate>> = {}
  readonly byDevice = new Map<string, OfDevice>()
  /** The same by the device's number, of devices that wrote a durable record first. */
  readonly #byDeviceNumber: OfDevice[] = []
  /** Position of the last acknowledgement of a record that nothing is lost of. */
  lastAckedWhole = -1
  readonly returns = new Map<CollectionName, Returns>()
  readonly newer: Tally<Newer> = {}
  /** Edits that were sent, fresh ones aside. */
  readonly edits: Edits = { sent: 0, acked: 0, refused: 0, unanswered: 0, refusedWithoutConflict: 0 }

  add(fate: RecordFate, newer: Newer | undefined): void {
    this.records += 1
    if (fate.acked.length > 0 && fate.fate !== 'unverified') this.judged += 1
    if (newer) this.newer[newer] = (this.newer[newer] ?? 0) + 1
    if (fate.fresh) return
    this.#edits(fate.its.versions)
    if (fate.fate === 'unverified') {
      this.unverified += 1
      this.firstUnverified ??= fate.its.name
    }
    if (fate.untouched) this.thereBefore += 1
    else if (fate.acked.length > 0) this.#count(fate)
  }

  /** A record that is durable, from its numbers: what `add` would count of it. */
  addCalm({ records, versions, strike }: History, record: number): void {
    const first = records.first.get(record)
    this.records += 1
    this.judged += 1
    if (versions.isFresh(first)) return
    if (versions.isAdopted(first) && records.last.get(record) === first) {
      this.thereBefore += 1
      if (strike) this.returned(records.collection(record) ?? 'notes', 0)
      return
    }
    let lastAcked = -1
    let newest = first
    for (let place = first; place !== 0; place = versions.next.get(place)) {
      newest = place
      lastAcked = Math.max(lastAcked, versions.ackedAt.get(place))
      if (versions.sent.get(place) === 0) continue
      this.edits.sent += 1
      this.edits.acked += 1
    }
    const of = records.collection(record) ?? 'notes'
    this.acknowledged += 1
    this.survived += 1
    const device = versions.device.get(versions.isAdopted(first) ? versions.next.get(first) : first)
    const own = (this.#byDeviceNumber[device] ??= this.#ofDevice(versions.devices.name(device)))
    for (const tally of [this.fates, (this.byCollection[of] ??= {}), own.fates])
      tally.durable = (tally.durable ?? 0) + 1
    own.records += 1
    this.lastAckedWhole = Math.max(this.lastAckedWhole, lastAcked)
    if (strike && versions.isPut(newest) && versions.ackedAt.get(newest) < strike.at) this.returned(of, 0)
  }

  #ofDevice(device: string): OfDevice {
    let own = this.byDevice.get(device)
    if (!own) this.byDevice.set(device, (own = { fates: {}, records: 0, lossy: 0 }))
    return own
  }

  #edits(versions: readonly Version[]): void {
    for (const one of versions) {
      if (one.lastSent === undefined) continue
      this.edits.sent += 1
      if (one.isAcked) this.edits.acked += 1
      else if (one.isOpen) this.edits.unanswered += 1
      else {
        this.edits.refused += 1
        if (!hasRival(versions, one)) this.edits.refusedWithoutConflict += 1
      }
    }
  }

  #count({ its, fate, losses, acked }: RecordFate): void {
    this.acknowledged += 1
    if (fate === 'durable' || fate === 'recovered' || fate === 'recovered-late') this.survived += 1
    count(this.fates, fate)
    count((this.byCollection[its.collection] ??= {}), fate)
    const own = this.#ofDevice(its.versions.find(({ isAdopted }) => !isAdopted)?.device ?? '')
    count(own.fates, fate)
    own.records += 1
    if (losses.length > 0) own.lossy += 1
    else this.lastAckedWhole = Math.max(this.lastAckedWhole, ...acked.map((one) => one.acked?.at ?? -1))
  }

  /** `Infinity` for a record that never came back. */
  returned(collection: CollectionName, ms: number): void {
    let own = this.returns.get(collection)
    if (!own) this.returns.set(collection, (own = { stayed: 0, later: [] }))
    if (ms === 0) own.stayed += 1
    else own.later.push(ms)
  }

  fatesOfDevices(): Readonly<Record<string, Counts<Fate>>> {
    return Object.fromEntries([...this.byDevice].map(([device, { fates }]) => [device, fates]))
  }
}

/** Somebody else's edit of the record, that its editor had not seen. */
function hasRival(versions: readonly Version[], refused: Version): boolean {
  return versions.some((other) => other.place !== refused.place && !other.isSeenBy(refused))
}

function count<K extends string>(tally: Tally<K>, kind: K): void {
  tally[kind] = (tally[kind] ?? 0) + 1
}

/** After how many milliseconds so much of a collection was back; Infinity where it never was. */
export function backAfter({ stayed, later }: Returns, fraction: number): number {
  const place = Math.ceil((stayed + later.length) * fraction) - 1
  return place < stayed ? 0 : (later.toSorted((a, b) => a - b)[place - stayed] ?? Infinity)
}

/** The edit was acknowledged before the strike, and was to be there. */
export function owedBefore({ frontier }: RecordFate, strike: Moment): boolean {
  return frontier.some(({ change, acked }) => change === 'put' && acked !== undefined && acked.at < strike.at)
}
