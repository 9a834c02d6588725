/** Looks for the names of missing records in raw bytes: a hit that no extractor could read keeps hope, and the fate. */

import { missingIn, type Stage } from '../stage/index.ts'

export async function findTraces(stage: Stage): Promise<void> {
  const missing = missingIn(stage.history)
  if (missing.length === 0) return
  const { site, asides, topology } = stage
  const volumes = [
    ...[...topology.volumes.values()].map((volume) => site.volume(volume)),
    ...asides.map(({ asideAs }) => site.aside(asideAs)),
  ]
  for (const volume of volumes) {
    if (!(await volume.exists())) continue
    const found = await volume.search(missing)
    if (found.length > 0) stage.ledger.append({ is: 'traces', where: volume.name, records: found.toSorted() })
  }
}
