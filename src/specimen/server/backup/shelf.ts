/** A folder of copies: each is a folder of its own, moved in whole once it is complete. */

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { syncPath } from '../store/sqlite/durable.ts'
import { Turns } from '../turns.ts'
import { MANIFEST_FILE, readManifest } from './manifest.ts'

export interface Copy {
  readonly copy: string
  readonly taken: string
  readonly bytes: number
  /** Live rows; empty when the manifest cannot be read. */
  readonly classes: Readonly<Record<string, number>>
}

/** Sorts by age: the moment comes first. */
const NAME = /^(\d{8}T\d{9}Z)-[0-9a-f]{8}$/
const UNFINISHED = '.unfinished-'

export class Shelf {
  readonly folder: string
  /** Copies are taken, pruned and restored one at a time. */
  readonly turns = new Turns()

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** Also refuses whatever is no name of a copy, such as a path that leads elsewhere. */
  async pathOf(copy: string): Promise<string> {
    if (NAME.test(copy) && (await this.#names()).includes(copy)) return join(this.folder, copy)
    throw new Problem(404, 'copy', `no copy '${copy}' in '${this.folder}'`)
  }

  /** Oldest first. A damaged copy is listed too: what is hidden cannot be asked for. */
  async list(): Promise<readonly Copy[]> {
    return await Promise.all((await this.#names()).map((name) => this.#describe(name)))
  }

  /** Fills a new copy; on failure nothing of it stays. */
  async add(taken: Date, fill: (folder: string, name: string) => Promise<void>): Promise<Copy> {
    const name = `${taken.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`
    const unfinished = join(this.folder, UNFINISHED + name)
    await mkdir(this.folder, { recursive: true })
    await this.#sweep()
    await mkdir(unfinished)
    try {
      await fill(unfinished, name)
      await syncPath(unfinished)
      await rename(unfinished, join(this.folder, name))
      await syncPath(this.folder)
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
    return await this.#describe(name)
  }

  async keepNewest(count: number): Promise<void> {
    const surplus = (await this.#names()).slice(0, -count)
    for (const name of surplus) {
      // Out of the listing first: a copy that is half deleted must not be offered.
      await rename(join(this.folder, name), join(this.folder, UNFINISHED + name))
      await rm(join(this.folder, UNFINISHED + name), { recursive: true })
    }
  }

  async #names(): Promise<readonly string[]> {
    return (await this.#entries()).filter((name) => NAME.test(name)).toSorted()
  }

  /** A folder that is gone holds no copies; one that cannot be read is an error. */
  async #entries(): Promise<readonly string[]> {
    try {
      return await readdir(this.folder)
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
      throw thrown
    }
  }

  /** What a process left that was killed on the way. */
  async #sweep(): Promise<void> {
    const left = (await this.#entries()).filter((name) => name.startsWith(UNFINISHED))
    for (const name of left) await rm(join(this.folder, name), { recursive: true, force: true })
  }

  async #describe(copy: string): Promise<Copy> {
    const manifest = await readManifest(join(this.folder, copy, MANIFEST_FILE))
    if ('damaged' in manifest)
      return { copy, taken: momentOf(copy), bytes: await sizeOf(join(this.folder, copy)), classes: {} }
    const { taken, bytes, classes } = manifest
    return { copy, taken, bytes, classes }
  }
}

function momentOf(name: string): string {
  return name.replace(/^(\d{4})(\d{2})(\d{2}T)(\d{2})(\d{2})(\d{2})(\d{3}Z).*$/, '$1-$2-$3$4:$5:$6.$7')
}

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files.filter((file) => file.isFile()).map((file) => lstat(join(file.parentPath, file.name)))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}
