/** The end of a run on somebody else's service: what is deleted there, and what is said of it. */

import { clearUp } from './clear-up.ts'
import type { Sent } from '../../runtime/index.ts'
import type { Target } from './target.ts'

export async function leave(scene: Parameters<typeof clearUp>[0], target: Target): Promise<Sent> {
  const { own, limit, asked, planned } = target
  const { topology } = scene
  const to = [...topology.external].map(([remote, at]) => `${topology.nameOf(remote)} at ${at?.url}`)
  const { keepWritten: kept } = asked
  const { deleted, left } = kept ? { deleted: 0, left: [] } : await clearUp(scene, target)
  return {
    to,
    planned,
    counts: own.counts,
    refused: own.refused,
    unheard: own.unheard,
    made: limit.made,
    deleted,
    kept,
    left,
  }
}
