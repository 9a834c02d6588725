/** The verdict that an arm must have, and what exactly must break. An arm that fails otherwise is not as expected. */

import type { Injury } from '../faults/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import { refuseOthers } from '../kernel/declared.ts'
import { Failure, fractionOf, type Share } from '../kernel/index.ts'
import type { BreachEntry, ExpectationEntry, WorkAct } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Taking } from '../steps/index.ts'

/** The verdict that an arm must come to: `passes`, `fails(...)` or `inconclusive(...)`. */
export type Expectation = ExpectationEntry
/** What an arm that must fail shows of a promise: `breaks(...)`, `waives(...)` or `refuses(...)`. */
export type Breach = BreachEntry

/** What of a breach is expected too; whatever is left out may be anything. */
export interface Bounds {
  /** Of acknowledged records, fresh edits aside. */
  readonly share?: readonly [from: Share, to: Share]
  /** These and no others. */
  readonly collections?: readonly CollectionName[]
  readonly acknowledged?: WorkAct
  /**
   * For `unrecoverable`: what took the last holder. For other losses and resurrections: the injury or step after which
   * the server no longer showed what it owed. For duplicates: the injury that was on when the surplus was attempted.
   */
  readonly by?: Causing
}

/** The function of an injury, or of a step that may itself take data away. */
type Causing = (...options: never) => Injury | Taking

type PromiseFunction<F extends string = string> = (...options: never) => Claim<F>

/**
 * The arm keeps every promise, and could have broken each.
 * @example
 * arms: { 'as we ship it': { expect: passes } }
 */
export const passes: Expectation = { verdict: 'pass' }

/**
 * The arm breaks promises. Each breach must occur as described. Nothing else may break, except what its steps and
 * injuries bring with them: a restore of an older copy undoes deletes, and nobody tells the devices. A promise left
 * unproven is allowed here only.
 * @example
 * fails(breaks(nothingAcknowledgedIsLost, { by: killService }))
 */
export function fails(...breaches: readonly [Breach, ...Breach[]]): Expectation {
  return { verdict: 'fail', breaches }
}

/**
 * The arm proves nothing, for this reason. Any other reason is not as expected.
 * @example
 * arms: { 'on an idle link': { expect: inconclusive('fault had no effect') } }
 */
export function inconclusive(
  because: 'fault had no effect' | 'did not quiesce' | 'nothing to judge' | 'the moment never came' | 'vacuous upgrade',
): Expectation {
  return { verdict: 'inconclusive', because }
}

/** One finding of a promise, or several. */
type Some<F extends string> = NoInfer<F> | readonly NoInfer<F>[]

/**
 * Names the promise by its function. Any finding of it will do, or this one; of a list at least one occurs, and no
 * other.
 * @example
 * breaks(nothingAcknowledgedIsLost, { by: killService })
 * breaks(recoveryPoint, ['lost', 'stale'], { collections: ['photos'], share: ['10%', '40%'] })
 */
export function breaks<F extends string>(promise: PromiseFunction<F>, bounds?: Bounds): Breach
export function breaks<F extends string>(promise: PromiseFunction<F>, finding: Some<F>, bounds?: Bounds): Breach
export function breaks(promise: PromiseFunction, first?: string | readonly string[] | Bounds, second?: Bounds): Breach {
  const isNamed = typeof first === 'string' || isList(first)
  const { share, collections, acknowledged, by, ...others } = (isNamed ? second : first) ?? {}
  refuseOthers('breaks', others, 'share', 'collections', 'acknowledged', 'by')
  return {
    promise: nameOf(promise, 'breaks'),
    ...(isNamed && findingsOf(first)),
    ...(share && { share: [fractionOf(share[0], 'breaks: share'), fractionOf(share[1], 'breaks: share')] }),
    ...(collections && { collections }),
    ...(acknowledged && { acknowledged }),
    ...(by && { by: nameOf(by, 'breaks: by') }),
  }
}

/**
 * Known of this arm, and accepted, whatever causes it: any finding of the promise, or these. What a step or an injury
 * brings with it is accepted anyway.
 * @example
 * fails(breaks(nothingAcknowledgedIsLost), waives(everybodyConverges))
 */
export function waives<F extends string>(promise: PromiseFunction<F>, finding?: Some<F>): Breach {
  return { promise: nameOf(promise, 'waives'), ...(finding !== undefined && findingsOf(finding)), optional: true }
}

/**
 * Not in this arm, not even as what a step or an injury brings with it: no finding of the promise, or none of these.
 * @example
 * fails(breaks(nothingAcknowledgedIsLost, { by: restore }), refuses(deletedStaysDeleted))
 */
export function refuses<F extends string>(promise: PromiseFunction<F>, finding?: Some<F>): Breach {
  return { promise: nameOf(promise, 'refuses'), ...(finding !== undefined && findingsOf(finding)), refused: true }
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

const findingsOf = (finding: string | readonly string[]): Pick<Breach, 'findings'> & object => ({
  findings: typeof finding === 'string' ? [finding] : finding,
})

/** The names of functions stand in the ledger; that they mean something is checked when the drill is compiled. */
export function nameOf(named: { readonly name: string }, where: string): string {
  if (named.name !== '') return named.name
  throw new Failure('usage', `${where}: expected a promise, fault or step function by its name, got one without`)
}
