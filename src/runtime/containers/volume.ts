/**
 * A volume of the engine. Its files are reached through an attendant that is started when somebody asks for the first
 * time; nothing is mounted from the harness's own disk, so that the engine may be on another machine.
 */

import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { uniqueName } from '../../kernel/index.ts'
import { Folder } from '../folder.ts'
import type { VolumeAccess } from '../runtime.ts'
import { Attendant } from './attendant/attendant.ts'
import { ATTENDANT, ENTRY } from './attendant/image.ts'
import type { Listing } from './attendant/protocol.ts'
import { imageOf } from './engine/images.ts'
import type { Yard } from './engine/yard.ts'

export class EngineVolume implements VolumeAccess {
  /** As the ledger calls it. */
  readonly name: string
  /** As the engine calls it. */
  readonly id: string
  /** It begins with nothing that an image has where it is mounted. */
  readonly isBare: boolean
  readonly #yard: Yard
  #attendant: Promise<Attendant> | undefined

  private constructor(yard: Yard, name: string, id: string, isBare: boolean) {
    this.#yard = yard
    this.name = name
    this.id = id
    this.isBare = isBare
  }

  static async make(yard: Yard, name: string, isBare = false): Promise<EngineVolume> {
    const id = `syncdrill-${yard.run}-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${uniqueName(2)}`
    yard.journal.planned({ kind: 'volume', name: id })
    await yard.engine.docker.createVolume({ Name: id, Labels: { ...yard.labels } })
    yard.journal.made({ kind: 'volume', name: id })
    return new EngineVolume(yard, name, id, isBare)
  }

  /** The very same volume under another name. */
  called(name: string): EngineVolume {
    const other = new EngineVolume(this.#yard, name, this.id, this.isBare)
    other.#attendant = this.#attendant
    this.#attendant = undefined
    return other
  }

  async list(): Promise<Listing> {
    return (await this.#ask('list')) as Listing
  }

  async read(path: string, from = 0, bytes?: number): Promise<Buffer> {
    return (await this.#ask('read', path, from, bytes ?? null)) as Buffer
  }

  async search(texts: readonly string[]): Promise<readonly string[]> {
    return (await this.#ask('search', texts)) as readonly string[]
  }

  async overwrite(path: string, from: number, content: Uint8Array): Promise<void> {
    await this.#ask('overwrite', path, from, content)
  }

  async truncate(path: string, bytes: number): Promise<void> {
    await this.#ask('truncate', path, bytes)
  }

  async write(path: string, content: Uint8Array, mode?: number): Promise<void> {
    await this.#ask('write', path, content, mode ?? null)
  }

  async delete(path: string): Promise<void> {
    await this.#ask('delete', path)
  }

  async clear(): Promise<void> {
    await this.#ask('clear')
  }

  /** In the engine's own words. */
  async exists(): Promise<boolean> {
    const { Volumes } = await this.#yard.engine.docker.listVolumes({ filters: { name: [this.id] } as never })
    return Volumes.some(({ Name }) => Name === this.id)
  }

  /** Containers that have ended would keep it: they go first. One that runs keeps it, and that is an error. */
  async remove(): Promise<void> {
    await this.leave()
    const { docker } = this.#yard.engine
    const filters = { volume: [this.id], status: ['exited', 'created', 'dead'] }
    const ended = await docker.listContainers({ all: true, filters })
    for (const { Id } of ended) this.#yard.ending.add(Id)
    await Promise.all(ended.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
    if (await this.exists()) await docker.getVolume(this.id).remove()
  }

  async copyTo(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true })
    for (const { path } of await this.list()) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), await this.read(path))
    }
  }

  /** Nothing of it is there before. From a volume of the same engine with owners and modes, else file by file. */
  async fillFrom(source: VolumeAccess): Promise<void> {
    if (source instanceof EngineVolume) {
      const beside = await this.#hire(source)
      try {
        await beside.ask('fill')
      } finally {
        await beside.dismiss()
      }
      return
    }
    if (!(source instanceof Folder)) throw new TypeError(`a volume of another runtime: ${source.name}`)
    for (const path of readdirSync(source.path, { recursive: true, encoding: 'utf8' })) {
      const full = join(source.path, path)
      const { mode } = statSync(full)
      if (statSync(full).isFile()) await this.write(path, await readFile(full), mode & 0o777)
    }
  }

  /** Its attendant goes; the volume stays. */
  async leave(): Promise<void> {
    const attendant = this.#attendant
    this.#attendant = undefined
    await (await attendant?.catch(() => undefined))?.dismiss()
  }

  async #ask(...wish: Parameters<Attendant['ask']>): Promise<unknown> {
    this.#attendant ??= this.#hire()
    return (await this.#attendant).ask(...wish)
  }

  async #hire(source?: EngineVolume): Promise<Attendant> {
    const { engine, journal, labels, run } = this.#yard
    const image = await imageOf(this.#yard, ATTENDANT)
    const name = `syncdrill-${run}-attendant-${uniqueName(3)}`
    const mount = (from: EngineVolume, to: string, isReadOnly: boolean) =>
      ({
        Type: 'volume',
        Source: from.id,
        Target: to,
        ReadOnly: isReadOnly,
        // One that was destroyed comes back empty when it is asked about, and is still the run's.
        VolumeOptions: { NoCopy: false, Labels: { ...labels }, DriverConfig: { Name: 'local', Options: {} } },
      }) as const
    journal.planned({ kind: 'container', name })
    const container = await engine.docker.createContainer({
      name,
      Image: image.name,
      Entrypoint: [...ENTRY],
      Labels: { ...labels },
      OpenStdin: true,
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [mount(this, '/volume', false), ...(source ? [mount(source, '/source', true)] : [])],
      },
    })
    journal.made({ kind: 'container', name, id: container.id })
    return Attendant.start(this.#yard, container, this.name)
  }
}
