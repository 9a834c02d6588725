/** The highest `score` stays, whoever wrote it and in whatever order. */

import type { Policy } from './policy.ts'

export const highest: Policy = ({ stored, incoming }) =>
  stored !== undefined && scoreOf(stored) > scoreOf(incoming)
    ? { is: 'keep', resolution: 'superseded' }
    : { is: 'replace', body: incoming, resolution: 'applied' }

/** A row without a score, or with one that is no number, is lower than any other. */
function scoreOf(body: string): number {
  const { score } = JSON.parse(body) as { readonly score?: unknown }
  return typeof score === 'number' ? score : Number.NEGATIVE_INFINITY
}
