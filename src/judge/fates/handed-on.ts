/**
 * Fields that a damaged row did not show, and that nobody can have back: a device was shown the row, edited on, and its
 * edit took the damage with it under a version that is whole. Fields are followed by who wrote them.
 */

import { digestOf, isHeir, type Identity, type Variant, type Version } from '../../history/index.ts'
import { causeWithin } from '../causes/absence.ts'
import { writerOf, type FinalRow, type RecordCase } from '../record-case.ts'
import type { Loss } from './fate.ts'

/** `rows` are what the server shows of it at the end. Only where fields merge has each of them a writer. */
export function lostByHandingOn(its: RecordCase, rows: readonly FinalRow[]): readonly Loss[] {
  if (its.policy !== 'merge' || rows.length === 0) return []
  return its.history.variants.of(its.record).flatMap((variant): readonly Loss[] => {
    const identity = its.identifyVariant(variant)
    if (identity.is !== 'corrupted') return []
    const heir = its.versions.find((one) => one.change === 'put' && isHeir(one, variant, identity.version))
    return heir ? lossesFrom(its, identity, { variant, heir, rows }) : []
  })
}

interface Damaged {
  readonly variant: Variant
  /** The first edit that handed it on. */
  readonly heir: Version
  readonly rows: readonly FinalRow[]
}

type Corrupted = Extract<Identity, { readonly is: 'corrupted' }>

function lossesFrom(its: RecordCase, { version, fields }: Corrupted, damaged: Damaged): readonly Loss[] {
  const { variant, heir } = damaged
  const lost = fields.filter((name) => isLost(its, version, name, damaged))
  const byWriter = Map.groupBy(lost, (name) => writerOf(its, version, name))
  return [...byWriter].flatMap(([writer, names]): readonly Loss[] => {
    const from = writer.acked?.at
    if (from === undefined || !variant.first) return []
    const window = { owed: writer, from, until: variant.first.at, neverShown: false }
    const because = `no row shows its ${names.join(', ')}: ${heir.device} was shown it damaged, and edited on`
    return [{ finding: 'field lost', owed: writer, cause: causeWithin(its, window), because }]
  })
}

/** Neither there, nor written anew by anybody since. */
function isLost(its: RecordCase, version: Version, name: string, { variant, rows }: Damaged): boolean {
  const value = version.field(name)
  const left = fieldOf(variant, name)
  if (value === undefined) return false
  const isThere = rows.some(({ identity }) => {
    const shown = identity.is === 'version' ? identity.version.field(name) : fieldOf(identity.variant, name)
    return shown === value
  })
  const writer = writerOf(its, version, name)
  const isAnew = (one: Version) => ![undefined, value, left].includes(one.field(name)) && !one.isSeenBy(writer)
  return !isThere && !its.versions.some((one) => (one.isAcked || one.isOpen) && isAnew(one))
}

function fieldOf({ row }: Variant, name: string): number | undefined {
  const hash = row.fields?.[name]
  return hash === undefined ? undefined : digestOf(hash)
}
