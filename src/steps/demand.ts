/** What checks of a drill have in common: one error that names the field, what was expected, and what came. */

import type { Accounts, Devices } from '../fleet/index.ts'
import { didYouMean, Failure, fractionOf } from '../kernel/index.ts'
import { PRESET_NAMES } from '../records/index.ts'
import type { Topology } from '../site/index.ts'
import type { Step, Steps } from './step.ts'

/** Throws a usage `Failure` where it does not hold. */
export function demand(holds: boolean, field: string, expected: string, got: unknown): void {
  if (!holds) throw new Failure('usage', `${field}: expected ${expected}, got ${String(got)}`)
}

/** Each once, of those that the site's clients carry, or of the preset: a drill may be told of another site. */
export function checkCollections(
  field: string,
  collections: readonly string[] | undefined,
  { clients }: Pick<Topology, 'clients'>,
): void {
  if (!collections) return
  const known = [...new Set([...PRESET_NAMES, ...[...clients.values()].flatMap(({ carries }) => carries)])]
  demand(collections.length > 0, field, `some of ${known.join(', ')}`, 'none')
  const unknown = collections.find((one) => !known.includes(one)) ?? ''
  demand(unknown === '', field, `some of ${known.join(', ')}${didYouMean(unknown, known)}`, unknown)
  const twice = collections.find((one, index) => collections.indexOf(one) !== index)
  demand(twice === undefined, field, 'each collection once', `${twice} twice`)
}

export function checkCount(field: string, value: number): void {
  demand(Number.isSafeInteger(value) && value >= 1, field, 'a whole number of at least 1', value)
}

export function checkShares({ selection }: { readonly selection: Devices['selection'] }): void {
  if (selection.of === 'group') return
  checkShares({ selection: selection.from })
  if (selection.of === 'share') fractionOf(selection.share, 'some')
  else checkShares({ selection: selection.without })
}

export function checkAccountShares(selection: Accounts['selection']): void {
  if (selection.of === 'new' || selection.of === 'named') return
  if (selection.of === 'devices') return checkShares({ selection: selection.devices })
  fractionOf(selection.share, 'some')
  checkAccountShares(selection.from)
}

/** Whether an earlier step of that name acted on it. */
export function wasDone(earlier: readonly Step[], name: string, on: NonNullable<Step['on']>[number]): boolean {
  return earlier.some((step) => step.name === name && step.on?.includes(on))
}

/** Of lists in lists, with what an arm leaves out. */
export function isThereAStep(steps: Steps): boolean {
  return steps.flat().some((one) => one !== false)
}
