/**
 * Of what looks for rare things, each run of the tests draws some, by a seed that `npm test` prints; `npm run test:all`
 * takes all. Cases are drawn from each group, so that no kind of case is ever left out altogether.
 */

import { createHash } from 'node:crypto'

/** No order that anybody chose: whoever comes first by it is drawn. */
function rankOf(seed: string, name: string): string {
  return createHash('sha256').update(`${seed} ${name}`).digest('hex')
}

export interface Drawing<T> {
  /** Of each group. */
  readonly count: number
  readonly nameOf: (one: T) => string
  /** All are one group without it. */
  readonly groupOf?: (one: T) => string
  readonly seed?: string
  readonly isWhole?: boolean
}

/** By `SYNCDRILL_TEST_SEED`; all of them with `SYNCDRILL_TEST_ALL=1`. In the order in which they were given. */
export function drawn<T>(cases: readonly T[], drawing: Drawing<T>): readonly T[] {
  const { count, nameOf, groupOf = () => '' } = drawing
  const { seed = process.env['SYNCDRILL_TEST_SEED'] ?? '' } = drawing
  const { isWhole = process.env['SYNCDRILL_TEST_ALL'] === '1' } = drawing
  if (isWhole) return cases
  const chosen = new Set(
    [...Map.groupBy(cases, groupOf).values()].flatMap((group) =>
      group
        .map((one) => ({ one, rank: rankOf(seed, nameOf(one)) }))
        .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
        .slice(0, count)
        .map(({ one }) => one),
    ),
  )
  return cases.filter((one) => chosen.has(one))
}
