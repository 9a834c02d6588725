/** One record, as it is judged: its versions, what the server showed of it and when, and what the last reads show. */

import {
  identify,
  isSeenBy,
  sawOf,
  type History,
  type Identity,
  type Look,
  type Variant,
  Version,
  type View,
} from '../history/index.ts'
import type { Policy, CollectionName } from '../records/index.ts'

/** A row of one of the reads that are judged. */
export interface FinalRow {
  readonly at: number
  readonly view: View
  /** Two rows show the same when theirs are equal. */
  readonly content: number
  readonly identity: Identity
  readonly score: number | undefined
  readonly blobMissing: boolean
  /** The service's own id of it, where the row is not exactly a version. */
  readonly id: string | undefined
}

/** Looks of the record's account, as a range: the first and the last of those that showed something. */
interface Interval {
  readonly from: number
  readonly to: number
}

export class RecordCase {
  readonly history: History
  readonly record: number
  readonly name: string
  readonly collection: CollectionName
  readonly account: string
  readonly looks: readonly Look[]
  readonly policy: Policy
  /** All of it, oldest first. */
  readonly versions: readonly Version[]
  readonly rows: readonly FinalRow[]

  /** `rows` are those of the reads that are judged; `altered` says so of a planted damage. */
  constructor(history: History, record: number, rowsOf: (its: RecordCase) => readonly FinalRow[]) {
    this.history = history
    this.record = record
    this.name = history.records.name(record)
    this.collection = history.records.collection(record) ?? 'notes'
    const account = history.accountAt(history.records.account(record))
    this.account = account?.name ?? ''
    this.looks = account?.looks ?? []
    this.policy = history.policies[this.collection] ?? 'lww'
    this.versions = versionsOf(history, record)
    this.rows = rowsOf(this)
  }

  get acked(): readonly Version[] {
    return this.versions.filter(({ isAcked }) => isAcked)
  }

  identify(content: number): Identity {
    if (content < 0) return this.identifyVariant(this.history.variants.get(content))
    const version = this.versions.find(({ place }) => place === content)
    // Of another record: whoever shows it here shows a stranger's row.
    return version ? { is: 'version', version, saw: version.saw } : this.#foreign(content)
  }

  identifyVariant(variant: Variant): Identity {
    return identify(variant, this)
  }

  /** Versions that are this one, or that somebody made who had seen it. */
  buildingOn(owed: Version): readonly Version[] {
    return this.versions.filter((one) => owed.isSeenBy(one))
  }

  /** When the server showed one of these versions, whole or damaged: ranges of looks, oldest first. */
  shownIn(versions: readonly Version[]): readonly Interval[] {
    const wanted = new Set(versions.map(({ place }) => place))
    return this.history.showings
      .runs(this.record)
      .filter(({ content }) => wanted.has(this.#versionIn(content)))
      .toSorted((a, b) => a.from - b.from)
  }

  /** The position of the last look that showed one of these. */
  lastShownAt(versions: readonly Version[]): number | undefined {
    let last: Look | undefined
    for (const { from, to } of this.shownIn(versions)) {
      for (let place = to; place >= from; place -= 1) {
        const look = this.looks[place]
        if (!look || look.state === 'open') continue
        if (!last || look.at > last.at) last = look
        break
      }
    }
    return last?.at
  }

  /** The position of the last look before another that showed this version as it was written. */
  lastWholeAt({ place }: Version, until: number): number | undefined {
    let last: Look | undefined
    for (const { content, from, to } of this.history.showings.runs(this.record)) {
      if (content !== place) continue
      for (const look of this.looks.slice(from, to + 1)) {
        if (look.state !== 'open' && look.at < until && look.at > (last?.at ?? -1)) last = look
      }
    }
    return last?.at
  }

  #versionIn(content: number): number {
    return content > 0 ? content : this.history.versions.ofToken(this.history.variants.get(content).row.version)
  }

  #foreign(content: number): Identity {
    const version = new Version(this.history.versions, content)
    return { is: 'version', version, saw: version.saw }
  }
}

function versionsOf({ records, versions }: History, record: number): readonly Version[] {
  const all: Version[] = []
  for (let place = records.first.get(record); place !== 0; place = versions.next.get(place))
    all.push(new Version(versions, place))
  return all
}

/** It is the version, or an edit by somebody who had seen it. */
export function covers(identity: Identity, version: Version): boolean {
  const saw = sawOf(identity)
  return saw !== undefined && isSeenBy(version.saw, saw)
}

/** Fields that a version has otherwise than all that its writer had seen. */
export function changedFields(its: RecordCase, version: Version): readonly string[] {
  return originsOf(its, version).flatMap(({ name, origin }) => (origin.place === version.place ? [name] : []))
}

/** Which edit first wrote what each field of a version holds: of a merged row, its writer names only one side. */
export function originsOf(
  its: RecordCase,
  version: Version,
): readonly { readonly name: string; readonly origin: Version }[] {
  return version.fieldNames.map((name) => ({ name, origin: writerOf(its, version, name) }))
}

export function writerOf({ versions }: RecordCase, version: Version, name: string): Version {
  const value = version.field(name)
  const same = versions.filter((one) => one.field(name) === value && one.isSeenBy(version))
  return same.find((one) => !same.some((other) => other.place !== one.place && other.isSeenBy(one))) ?? version
}

/** Looks that cover the record's collection and were read whole. */
export function isCovering(look: Look, collection: CollectionName): boolean {
  return look.state === 'complete' && !look.unread.has(collection)
}
