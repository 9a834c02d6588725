/**
 * What a service has of this machine besides its volumes: a working folder, a home, and a place for what is temporary.
 * It is emptied where a container would be another one.
 */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export class OwnFolder {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    for (const folder of [this.work, this.home, this.temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Where its command runs, unless it names a folder (`cwd`). */
  get work(): string {
    return join(this.#path, 'work')
  }

  get home(): string {
    return join(this.#path, 'home')
  }

  get temporary(): string {
    return join(this.#path, 'tmp')
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true })
  }
}
