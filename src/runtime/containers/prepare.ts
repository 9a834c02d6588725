/** Images of a site, made or pulled before anything starts, and said aloud: the first time takes minutes. */

import { rmSync } from 'node:fs'
import { uniqueName } from '../../kernel/index.ts'
import type { Topology } from '../../site/index.ts'
import { folderOf, Journal, removeJournal } from '../journal.ts'
import { ATTENDANT } from './attendant/image.ts'
import { openEngine } from './engine/engine.ts'
import { imageOf } from './engine/images.ts'
import { TOXIPROXY } from './toxiproxy.ts'

/** One after the other: two builds side by side take as long, and their words would mix. */
export async function prepareImages(topology: Topology, tell: (what: string) => void): Promise<void> {
  const engine = await openEngine()
  const run = `prepare-${uniqueName()}`
  using journal = new Journal(run)
  // Whoever dies here leaves a context behind, and with the journal `cleanup` finds it.
  journal.planned({ kind: 'folder', path: folderOf(run) })
  try {
    const own = [...topology.services.values()].flatMap(({ versions }) => Object.values(versions))
    for (const one of [TOXIPROXY, ATTENDANT, ...own]) if (one.image) await imageOf({ engine, run }, one, tell)
  } finally {
    rmSync(folderOf(run), { recursive: true, force: true })
    removeJournal(journal.path)
  }
}
