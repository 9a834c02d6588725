/** Images of a site, made or pulled before anything starts, and said aloud: the first time takes minutes. */

import type { Topology } from '../../site/index.ts'
import { ATTENDANT } from './attendant/image.ts'
import { openEngine } from './engine/engine.ts'
import { imageOf } from './engine/images.ts'
import { TOXIPROXY } from './toxiproxy.ts'

/** One after the other: two builds side by side take as long, and their words would mix. */
export async function prepareImages(topology: Topology, tell: (what: string) => void): Promise<void> {
  const engine = await openEngine()
  const own = [...topology.services.values()].flatMap(({ versions }) => Object.values(versions))
  for (const run of [TOXIPROXY, ATTENDANT, ...own]) if (run.image) await imageOf(engine, run, tell)
}
