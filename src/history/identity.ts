/** What a row is of its record: the one place where that is decided. */

import type { Policy, CollectionName } from '../records/index.ts'
import type { Variant } from './variants.ts'
import { joined, type Saw } from './saw.ts'
import type { Version } from './version.ts'
import { digestOf } from './digest.ts'

export type Identity =
  /** Exactly what was written. */
  | { readonly is: 'version'; readonly version: Version; readonly saw: Saw }
  /** Every field was written by somebody, together by nobody: a merge. */
  | { readonly is: 'merged'; readonly version: Version; readonly saw: Saw; readonly variant: Variant }
  /** A version of ours over content that nobody wrote. */
  | {
      readonly is: 'corrupted'
      readonly version: Version
      readonly fields: readonly string[]
      readonly variant: Variant
    }
  /** Nobody of this run wrote it. */
  | { readonly is: 'stranger'; readonly variant: Variant }

/** The record that a row names. */
export interface Siblings {
  readonly collection: CollectionName | undefined
  readonly policy: Policy | undefined
  /** All of them, oldest first. */
  readonly versions: readonly Version[]
}

export function identify(variant: Variant, { collection, policy, versions: siblings }: Siblings): Identity {
  const { row } = variant
  const version = siblings.findLast(({ name }) => name === row.version)
  if (!version) return { is: 'stranger', variant }
  // Its edit was told after it was first seen: then it was exact all along.
  const isExact = version.digest === digestOf(row.hash) && row.collection === collection && !row.blobMissing
  if (isExact) return { is: 'version', version, saw: version.saw }
  const origins = Object.entries(row.fields ?? {}).map(([name, hash]) => {
    const digest = digestOf(hash)
    return {
      name,
      digest,
      origin: siblings.find((one) => one.field(name) === digest && !isHeir(one, variant, version)),
    }
  })
  const strange = origins.filter(({ origin }) => origin === undefined).map(({ name }) => name)
  const missing = version.fieldNames.filter((name) => !(name in (row.fields ?? {})))
  if (policy !== 'merge' || origins.length === 0 || strange.length > 0 || missing.length > 0 || row.blobMissing) {
    const differing = origins.filter(({ name, digest }) => version.field(name) !== digest).map(({ name }) => name)
    return { is: 'corrupted', version, fields: [...new Set([...strange, ...missing, ...differing])], variant }
  }
  const saws = origins.flatMap(({ origin }) => (origin ? [origin.saw] : []))
  return { is: 'merged', version, saw: joined([version.saw, ...saws]), variant }
}

/** Made on top of what this row showed, by a device that had been shown it: what it holds may come from there. */
export function isHeir(one: Version, { first, devices }: Variant, shown: Version): boolean {
  const isLater = first !== undefined && one.at > first.at
  return isLater && one.place !== shown.place && devices.has(one.device) && shown.isSeenBy(one)
}

/** What its editor had seen; undefined for what nobody wrote. */
export function sawOf(identity: Identity): Saw | undefined {
  return identity.is === 'version' || identity.is === 'merged' ? identity.saw : undefined
}
