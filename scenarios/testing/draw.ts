/**
 * Of what looks for rare things, each run of the tests draws some, by a seed that `npm test` prints; `npm run test:all`
 * takes all. Cases are drawn from each group, so that no kind of case is ever left out altogether.
 */

/** 32 bits that no case is told apart by; every bit of the seed and of the name counts. */
function rankOf(seed: number, name: string): number {
  let hash = seed | 0
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

export interface Drawing<T> {
  /** Of each group. */
  readonly count: number
  readonly nameOf: (one: T) => string
  /** All are one group without it. */
  readonly groupOf?: (one: T) => string
  readonly seed?: number
  readonly isWhole?: boolean
}

/** By `SYNCDRILL_TEST_SEED`; all of them with `SYNCDRILL_TEST_ALL=1`. In the order in which they were given. */
export function drawn<T>(cases: readonly T[], drawing: Drawing<T>): readonly T[] {
  const { count, nameOf, groupOf = () => '' } = drawing
  const { seed = Number(process.env['SYNCDRILL_TEST_SEED'] ?? 1) } = drawing
  const { isWhole = process.env['SYNCDRILL_TEST_ALL'] === '1' } = drawing
  if (isWhole) return cases
  const chosen = new Set(
    [...Map.groupBy(cases, groupOf).values()].flatMap((group) =>
      group.toSorted((a, b) => rankOf(seed, nameOf(a)) - rankOf(seed, nameOf(b))).slice(0, count),
    ),
  )
  return cases.filter((one) => chosen.has(one))
}
