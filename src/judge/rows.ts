/** Which version a row is: by its token and content, and of a merged row by its fields. */

import { isSeenBy, join, type VersionVector } from '../records/index.ts'
import type { Case, RowAt, Write } from './case.ts'

export type Identity =
  /** Exactly what was written. */
  | { readonly is: 'version'; readonly write: Write; readonly saw: VersionVector }
  /** Every field was written by somebody, together by nobody: a merge. */
  | { readonly is: 'merged'; readonly write: Write; readonly saw: VersionVector }
  /** A token of ours over content that nobody wrote. */
  | { readonly is: 'corrupted'; readonly write: Write; readonly fields: readonly string[] }
  | { readonly is: 'stranger' }

export function identify(its: Case, row: RowAt): Identity {
  const write = row.version === undefined ? undefined : its.writes.get(row.version)
  if (!write || row.record !== write.record) return { is: 'stranger' }
  if (write.hash === row.hash && row.class === write.class) return { is: 'version', write, saw: write.saw }
  const merges = its.policies[write.class] === 'merge'
  const siblings = its.byRecord.get(write.record) ?? []
  const origins = Object.entries(row.fields ?? {}).map(([name, hash]) => ({
    name,
    origin: siblings.find((one) => one.fields[name] === hash),
  }))
  const strange = origins.filter(({ origin }) => origin === undefined).map(({ name }) => name)
  const missing = Object.keys(write.fields).filter((name) => !(name in (row.fields ?? {})))
  if (!merges || strange.length > 0 || missing.length > 0 || row.blobMissing) {
    const differing = origins.filter(({ name }) => row.fields?.[name] !== write.fields[name]).map(({ name }) => name)
    return { is: 'corrupted', write, fields: [...new Set([...strange, ...missing, ...differing])] }
  }
  const saws = origins.flatMap(({ origin }) => (origin ? [origin.saw] : []))
  return { is: 'merged', write, saw: join(write.saw, ...saws) }
}

/** What its editor had seen; undefined for what nobody wrote. */
export function sawOf(identity: Identity): VersionVector | undefined {
  return identity.is === 'version' || identity.is === 'merged' ? identity.saw : undefined
}

/** It is the write, or an edit by somebody who had seen it. */
export function covers(identity: Identity, write: Write): boolean {
  const saw = sawOf(identity)
  return saw !== undefined && isSeenBy(write.saw, saw)
}

/** Nobody knows whether the server carried it out: an attempt at least was neither acknowledged nor refused. */
export function isOpen({ acked, sent, rejected }: Write): boolean {
  return acked === undefined && sent.length > rejected.length
}

/** Fields that a write has otherwise than all that its writer had seen. */
export function changedFields(its: Case, write: Write): readonly string[] {
  return originsOf(its, write).flatMap(({ name, origin }) => (origin === write ? [name] : []))
}

/** Which edit first wrote what each field of a write holds: of a merged row, its writer names only one side. */
export function originsOf(its: Case, write: Write): readonly { readonly name: string; readonly origin: Write }[] {
  return Object.keys(write.fields).map((name) => ({ name, origin: writerOf(its, write, name) }))
}

export function writerOf(its: Case, write: Write, name: string): Write {
  const same = (its.byRecord.get(write.record) ?? []).filter(
    ({ fields, saw }) => fields[name] === write.fields[name] && isSeenBy(saw, write.saw),
  )
  return same.find((one) => !same.some((other) => other !== one && isSeenBy(other.saw, one.saw))) ?? write
}
