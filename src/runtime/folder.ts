/** A folder as a volume. Paths are relative to it, and never leave it. */

import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Failure } from '../kernel/failure.ts'
import { searchRaw } from './raw-search.ts'
import type { VolumeAccess } from './runtime.ts'

export class Folder implements VolumeAccess {
  readonly name: string
  readonly path: string

  constructor(name: string, path: string) {
    this.name = name
    this.path = path
  }

  async list(): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
    const entries = readdirSync(this.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted()
    const sizes = await Promise.all(
      paths.map((path) =>
        stat(path).then(
          ({ size }) => size,
          () => undefined,
        ),
      ),
    )
    // What went away meanwhile, as journals do, is not listed.
    return paths.flatMap((path, place) => {
      const bytes = sizes[place]
      return bytes === undefined ? [] : [{ path: relative(this.path, path), bytes }]
    })
  }

  async read(path: string, from = 0, bytes?: number): Promise<Buffer> {
    await using file = await open(this.#inside(path), 'r')
    const length = bytes ?? (await file.stat()).size - from
    const buffer = Buffer.alloc(Math.max(0, length))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
    return buffer.subarray(0, bytesRead)
  }

  async search(texts: readonly string[]): Promise<readonly string[]> {
    const wanted = new Set(texts)
    const found = new Set<string>()
    for (const { path } of await this.list()) {
      await using file = await open(this.#inside(path), 'r').catch((thrown: NodeJS.ErrnoException) => {
        // What went away meanwhile holds nothing any more.
        if (thrown.code === 'ENOENT') return undefined
        throw thrown
      })
      if (!file) continue
      for (const text of await searchRaw(file, wanted)) found.add(text)
    }
    return [...found]
  }

  async overwrite(path: string, from: number, content: Uint8Array): Promise<void> {
    await using file = await open(this.#inside(path), 'r+')
    const { size } = await file.stat()
    if (from + content.length > size) {
      throw new Failure(
        'bug',
        `${this.name}/${path}: overwriting ${content.length} bytes at ${from} would lengthen ${size}`,
      )
    }
    await file.write(content, 0, content.length, from)
    await file.sync()
  }

  async truncate(path: string, bytes: number): Promise<void> {
    await using file = await open(this.#inside(path), 'r+')
    const { size } = await file.stat()
    if (bytes > size) {
      throw new Failure('bug', `${this.name}/${path}: cutting down to ${bytes} bytes would lengthen ${size}`)
    }
    await file.truncate(bytes)
    await file.sync()
  }

  write(path: string, content: Uint8Array, mode?: number): Promise<void> {
    return Promise.try(() => {
      const full = this.#inside(path)
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, content)
      if (mode !== undefined) chmodSync(full, mode)
    })
  }

  delete(path: string): Promise<void> {
    return Promise.try(() => rmSync(this.#inside(path), { force: true }))
  }

  clear(): Promise<void> {
    return Promise.try(() => {
      for (const entry of readdirSync(this.path)) rmSync(join(this.path, entry), { recursive: true, force: true })
    })
  }

  exists(): Promise<boolean> {
    return Promise.resolve(existsSync(this.path))
  }

  remove(): Promise<void> {
    return Promise.try(() => rmSync(this.path, { recursive: true, force: true }))
  }

  copyTo(folder: string): Promise<void> {
    return Promise.try(() => {
      mkdirSync(folder, { recursive: true })
      // The synchronous copy is several times quicker than the other one.
      cpSync(this.path, folder, { recursive: true })
    })
  }

  #inside(path: string): string {
    const full = resolve(this.path, path)
    if (!full.startsWith(this.path + sep)) throw new Failure('bug', `'${path}' leaves the volume ${this.name}`)
    return full
  }
}
