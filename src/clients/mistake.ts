/** Errors of programs, told apart from what a service or a network may cause. */

import { AssertionError } from 'node:assert'

const OF_PROGRAMS = [TypeError, ReferenceError, RangeError, SyntaxError, AssertionError]

/** Node's `fetch` calls what the network did a TypeError, and names that as its cause. */
export function isMistake(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return true
  if (thrown instanceof TypeError && thrown.cause !== undefined) return false
  return OF_PROGRAMS.some((kind) => thrown instanceof kind)
}
