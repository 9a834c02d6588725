/**
 * Field by field, three-way: each top-level member is a field. Where both sides changed a field, the update's value
 * stays; where one removed it and the other changed it, the change stays. A merged body is written anew, so numbers
 * beyond what a double holds are not kept digit for digit.
 */

import { isDeepStrictEqual } from 'node:util'
import type { Policy } from './policy.ts'

export const merge: Policy = ({ stored, base, incoming, editor }) =>
  stored === undefined || editor === 'current'
    ? { is: 'replace', body: incoming, resolution: 'applied' }
    : { is: 'replace', body: merged({ stored, base: base ?? '{}', incoming }), resolution: 'merged' }

export interface Sides {
  readonly stored: string
  /** What both sides started from; `{}` when it is unknown, and then nothing counts as removed. */
  readonly base: string
  readonly incoming: string
}

export function merged(sides: Sides): string {
  const [stored, base, incoming] = [membersOf(sides.stored), membersOf(sides.base), membersOf(sides.incoming)]
  const names = new Set([...stored.keys(), ...incoming.keys()])
  const kept = [...names].flatMap((name): [string, unknown][] => {
    const value = pick(stored.get(name), base.get(name), incoming.get(name))
    return value === undefined ? [] : [[name, value]]
  })
  return JSON.stringify(Object.fromEntries(kept))
}

/** Undefined is a field that is not there; JSON has no other use for it. */
function pick(stored: unknown, base: unknown, incoming: unknown): unknown {
  if (isDeepStrictEqual(incoming, base)) return stored
  if (isDeepStrictEqual(stored, base)) return incoming
  return incoming === undefined ? stored : incoming
}

function membersOf(body: string): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(JSON.parse(body) as Record<string, unknown>))
}
