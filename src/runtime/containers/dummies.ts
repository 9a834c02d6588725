/** One container, one network and one volume, for the reaper's proof of life. */

import type { Journal } from '../journal.ts'
import { openEngine } from './engine/engine.ts'
import { imageOf } from './engine/images.ts'
import { TOXIPROXY } from './toxiproxy.ts'
import { openYard } from './engine/yard.ts'

export async function makeDummies(journal: Journal): Promise<number> {
  const engine = await openEngine()
  const { docker } = engine
  const yard = openYard(engine, journal.run, journal)
  const name = `syncdrill-${journal.run}`
  const Labels = { ...yard.labels }
  const image = await imageOf(yard, TOXIPROXY)
  for (const kind of ['container', 'network', 'volume'] as const) journal.planned({ kind, name })
  // Nobody is to be reached through it, and the engine needs half the time to make it and to remove it.
  const network = { Name: name, Labels, Internal: true }
  await Promise.all([docker.createNetwork(network), docker.createVolume({ Name: name, Labels })])
  // The volume is mounted, so that it is seen to go only after what holds it.
  const Mounts = [{ Type: 'volume', Source: name, Target: '/volume' } as const]
  await docker.createContainer({ name, Image: image.name, Labels, HostConfig: { NetworkMode: name, Mounts } })
  for (const kind of ['container', 'network', 'volume'] as const) journal.made({ kind, name })
  return 3
}
