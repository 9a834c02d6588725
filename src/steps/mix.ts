/** How edits are dealt: which share of them creates, updates and deletes, and which share falls on what. */

import { Failure, fractionOf, type Share } from '../kernel/index.ts'
import { refuseOthers } from '../kernel/declared.ts'

/** Shares of edits that create, update and delete; they make 100%. What is left out is never dealt. */
export interface Mix {
  readonly create?: Share
  readonly update?: Share
  readonly delete?: Share
}

/** Cards for one round of edits. Throws a usage `Failure` that names what is wrong. */
export function changesOf(mix: Mix): readonly (keyof Mix)[] {
  const { create, update, delete: removal, ...others } = mix
  refuseOthers('work: mix', others, 'create', 'update', 'delete')
  return cardsOf('work: mix', { create, update, delete: removal })
}

/** Each name as often as its share asks for, in as few cards as that takes. Throws a usage `Failure`. */
export function cardsOf<K extends string>(
  where: string,
  shares: { readonly [N in K]?: Share | undefined },
): readonly K[] {
  const counts = Object.entries<Share | undefined>(shares).map(
    ([name, share]) => [name as K, share === undefined ? 0 : tenthsOf(share, `${where}: ${name}`)] as const,
  )
  const all = counts.reduce((sum, [, count]) => sum + count, 0)
  if (all !== WHOLE) throw new Failure('usage', `${where}: expected shares that make 100%, got ${all / 10}%`)
  const common = counts.reduce((divisor, [, count]) => greatestCommon(divisor, count), 0)
  return counts.flatMap(([name, count]) => Array.from({ length: count / common }, () => name))
}

/** In tenths of a percent. */
const WHOLE = 1_000

function tenthsOf(share: Share, where: string): number {
  const tenths = fractionOf(share, where) * WHOLE
  const whole = Math.round(tenths)
  if (Math.abs(tenths - whole) < 1e-6) return whole
  throw new Failure('usage', `${where}: expected a share with at most one decimal place, got '${share}'`)
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b)
}
