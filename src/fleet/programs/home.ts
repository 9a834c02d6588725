/** One laptop's folder on a machine that several share. Paths are relative to it. */

import type { Machine } from '../../runtime/index.ts'

export class Home {
  readonly #machine: Machine
  readonly #name: string

  constructor(machine: Machine, name: string) {
    this.#machine = machine
    this.#name = name
  }

  /** As a program on the machine names it. */
  path(inside: string): string {
    return `/home/${this.#name}/${inside}`
  }

  async list(folder = ''): Promise<readonly string[]> {
    const own = `${this.#name}/`
    const files = await this.#machine.home.list()
    const paths = files.flatMap(({ path }) => (path.startsWith(own) ? [path.slice(own.length)] : []))
    return paths.filter((path) => path.startsWith(folder))
  }

  async read(path: string): Promise<string> {
    return (await this.#machine.home.read(`${this.#name}/${path}`)).toString()
  }

  write(path: string, text: string): Promise<void> {
    return this.#machine.home.write(`${this.#name}/${path}`, Buffer.from(text))
  }

  delete(path: string): Promise<void> {
    return this.#machine.home.delete(`${this.#name}/${path}`)
  }

  async clear(folder = ''): Promise<void> {
    for (const path of await this.list(folder)) await this.delete(path)
  }
}
