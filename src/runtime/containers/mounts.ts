/** The volumes of a site, each as it is now: a volume that was replaced is another one under the same name. */

import { Failure } from '../../kernel/index.ts'
import type { Topology, Volume } from '../../site/index.ts'
import { Folder } from '../folder.ts'
import { EngineVolume } from './volume.ts'
import type { Yard } from './engine/yard.ts'

/** A new one, with what it begins with. */
export async function volumeFor(yard: Yard, name: string, { folder }: Volume): Promise<EngineVolume> {
  const made = await EngineVolume.make(yard, name, folder !== undefined)
  if (folder?.from !== undefined) await made.fillFrom(new Folder(name, folder.from))
  return made
}

export class Mounts {
  readonly #yard: Yard
  readonly #volumes: Map<Volume, EngineVolume>
  readonly #asides = new Map<string, EngineVolume>()

  private constructor(yard: Yard, volumes: Map<Volume, EngineVolume>) {
    this.#yard = yard
    this.#volumes = volumes
  }

  static async make(yard: Yard, topology: Topology): Promise<Mounts> {
    const made = [...topology.volumes].map(
      async ([name, volume]) => [volume, await volumeFor(yard, name, volume)] as const,
    )
    return new Mounts(yard, new Map(await Promise.all(made)))
  }

  of(volume: Volume): EngineVolume {
    const found = this.#volumes.get(volume)
    if (!found) throw new Failure('usage', 'a volume is used that the site does not declare')
    return found
  }

  /** Kills nothing: whoever calls has done so. */
  async replace(volume: Volume): Promise<{ readonly asideAs: string }> {
    const old = this.of(volume)
    const aside = old.called(`${old.name}, set aside ${this.#asides.size + 1}`)
    this.#asides.set(aside.name, aside)
    this.#volumes.set(volume, await EngineVolume.make(this.#yard, old.name, old.isBare))
    return { asideAs: aside.name }
  }

  aside(name: string): EngineVolume {
    const found = this.#asides.get(name)
    if (!found) throw new Failure('bug', `nothing was set aside as '${name}'`)
    return found
  }
}
