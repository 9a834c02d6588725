/**
 * The steps that bring things back: copies taken and restored, what devices still hold, new parts for old, and a
 * standby in the place of what is lost.
 */

import type { EngineBackup, Extractor } from '../backups/index.ts'
import type { Accounts, Devices } from '../fleet/index.ts'
import type { RecordClass } from '../records/index.ts'
import type { Ability, Link, Service, Volume } from '../site/index.ts'
import type { Copy, Pick, Step } from './step.ts'

export function takeBackup<A extends Ability>(backup: EngineBackup<A>): Copy<A> {
  return { step: 'takeBackup', details: { does: 'takeBackup', backup }, can: backup.can }
}

/** The options, if an engine can do what they need; else what it cannot do, in words that the compiler prints. */
type If<A, Needed extends Ability, T> = Needed extends A
  ? T
  : { readonly [K in keyof T]?: `this engine cannot restore ${Needed}` }

export type RestoreOptions<A extends Ability> = { readonly pick?: Pick } & If<
  A,
  'by class',
  { readonly order?: readonly RecordClass[] }
> &
  If<A, 'by account', { readonly accounts?: Accounts }>

/**
 * Closes to devices, restores, validates, opens what it validated, by class where ordered. Refuses damaged copies;
 * a refusal is recorded and the drill goes on.
 */
export function restore<A extends Ability>(from: EngineBackup<A> | Copy<A>, options?: RestoreOptions<A>): Step {
  // The type above depends on A; what arrives is one of these, or was refused by the compiler.
  const { pick = 'newest sound', order, accounts } = (options ?? {}) as RestoreOptions<Ability>
  return { step: 'restore', details: { does: 'restore', from, pick, order, accounts } }
}

/**
 * Passes a closed door. Deletions first, then class by class: each device offers every version, shown or aside, that
 * the server has neither seen (by version vector) nor deleted. Each class is read back, recorded as validated, then
 * opened. An unknown deletion is accepted as a tombstone. Without this step devices believe the server.
 */
export function edgeRestore(devices: Devices, { order }: { readonly order?: readonly RecordClass[] } = {}): Step {
  return { step: 'edgeRestore', details: { does: 'edgeRestore', devices, order } }
}

/**
 * What an extractor can still read of a volume that `replace` set aside: offered to the server where it has nothing
 * newer. Doors stay as they are: what is salvaged is not all, and somebody may still be about to bring the rest.
 */
export function salvage(volume: Volume, options: { readonly with: Extractor }): Step {
  return { step: 'salvage', details: { does: 'salvage', volume, extractor: options.with } }
}

/** A new, empty one in the same place, closed to devices; what is left of the old one is kept aside for salvage. */
export function replace(what: Service | Volume): Step {
  return { step: 'replace', details: { does: 'replace', what } }
}

/** The standby takes over: what it declares as its promotion is run inside it, and its exit decides. */
export function promote(standby: Service): Step {
  return { step: 'promote', details: { does: 'promote', standby } }
}

/** Whoever uses the link reaches another service from now on, under the same address. */
export function repoint(link: Link, to: Service): Step {
  return { step: 'repoint', details: { does: 'repoint', link, to } }
}
