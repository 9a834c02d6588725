/** Looks for the names of missing records in raw bytes: a hit that no extractor could read keeps hope, and the fate. */

import type { Stage } from './stage.ts'
import { readIfThere, type VolumeAccess } from '../runtime/index.ts'

const CHUNK = 1 << 20
const OVERLAP = 64

export async function findTraces(stage: Stage): Promise<void> {
  const missing = stage.missing.atEnd()
  if (missing.size === 0) return
  const {
    site,
    asides,
    compiled: { topology },
  } = stage
  const volumes = [
    ...[...topology.volumes.values()].map((volume) => site.volume(volume)),
    ...asides.map(({ asideAs }) => site.aside(asideAs)),
  ]
  for (const volume of volumes) {
    if (!(await volume.exists())) continue
    const found = await scan(volume, missing)
    if (found.size > 0) stage.ledger.append({ is: 'traces', where: volume.name, records: [...found].toSorted() })
  }
}

async function scan(volume: VolumeAccess, missing: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>()
  for (const { path, bytes } of await volume.list()) {
    for (let from = 0; from < bytes; from += CHUNK) {
      const text = (await readIfThere(volume, path, from, CHUNK + OVERLAP))?.toString('latin1') ?? ''
      for (const [name] of text.matchAll(/rec-\d{6}-[a-z0-9]+/g)) if (missing.has(name)) found.add(name)
    }
  }
  return found
}
