/** The verdict that an arm must have, and what exactly must break. An arm that fails otherwise is not as expected. */

import type { Injury } from '../faults/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import { Failure, fractionOf, type Share } from '../kernel/index.ts'
import type { BreachEntry, ExpectationEntry, WorkAct } from '../ledger/index.ts'
import type { RecordClass } from '../records/index.ts'
import type { Step } from '../steps/index.ts'

/** The verdict that an arm must come to: `passes`, `fails(...)` or `inconclusive(...)`. */
export type Expectation = ExpectationEntry
/** How a promise is broken where an arm must fail: by `breaks(...)` or `mayBreak(...)`. */
export type Breach = BreachEntry

/** What of a breach is expected too; whatever is left out may be anything. */
export interface Bounds {
  /** Of acknowledged records, fresh edits aside. */
  readonly share?: readonly [from: Share, to: Share]
  /** These and no others. */
  readonly classes?: readonly RecordClass[]
  readonly acknowledged?: WorkAct
  /**
   * For `unrecoverable`: what took the last holder. For other losses and resurrections: the injury or step after which
   * the server no longer showed what it owed. For duplicates: the injury that was on when the surplus was attempted.
   */
  readonly by?: (...options: never) => Injury | Step
}

type PromiseFunction<F extends string = string> = (...options: never) => Claim<F>

/**
 * The arm keeps every promise, and could have broken each.
 * @example
 * arms: { 'as we ship it': { expect: passes } }
 */
export const passes: Expectation = { verdict: 'pass' }

/**
 * The arm breaks promises. Each breach must occur as described and nothing else may break; a promise left unproven is
 * allowed here only.
 * @example
 * fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: killService }))
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

/**
 * Names the promise by its function, so that the findings complete in the editor and a wrong one does not compile.
 * Of a list at least one occurs, and no other.
 * @example
 * breaks(recoveryPoint, ['lost', 'stale'], { classes: ['photos'], share: ['10%', '40%'] })
 */
export function breaks<F extends string>(
  promise: PromiseFunction<F>,
  finding: NoInfer<F> | readonly NoInfer<F>[],
  { share, classes, acknowledged, by }: Bounds = {},
): Breach {
  return {
    promise: nameOf(promise, 'breaks'),
    findings: typeof finding === 'string' ? [finding] : finding,
    ...(share && { share: [fractionOf(share[0], 'breaks: share'), fractionOf(share[1], 'breaks: share')] }),
    ...(classes && { classes }),
    ...(acknowledged && { acknowledged }),
    ...(by && { by: nameOf(by, 'breaks: by') }),
  }
}

/**
 * A side effect that may or may not show, e.g. devices that disagree after a loss.
 * @example
 * fails(breaks(nothingAcknowledgedIsLost, 'lost'), mayBreak(everybodyConverges, 'diverged'))
 */
export function mayBreak<F extends string>(
  promise: PromiseFunction<F>,
  finding: NoInfer<F> | readonly NoInfer<F>[],
): Breach {
  return { ...breaks(promise, finding), optional: true }
}

/** The names of functions stand in the ledger; that they mean something is checked when the drill is compiled. */
export function nameOf(named: { readonly name: string }, where: string): string {
  if (named.name !== '') return named.name
  throw new Failure('usage', `${where}: expected a promise, fault or step function by its name, got one without`)
}
