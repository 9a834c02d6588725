/** Which device was shown which version, and when last. Who wrote it held it too: that stands with the version. */

import { ints } from './columns.ts'

export class Holdings {
  /** By version, the newest of its holders. */
  readonly #newest = ints()
  readonly #device = ints()
  readonly #at = ints()
  readonly #before = ints()
  #count = 0

  /** The latest moment counts: a device may get again what it had lost. */
  add(version: number, device: number, at: number): void {
    for (let held = this.#newest.get(version); held !== 0; held = this.#before.get(held)) {
      if (this.#device.get(held) !== device) continue
      this.#at.set(held, at)
      return
    }
    const held = (this.#count += 1)
    this.#device.set(held, device)
    this.#at.set(held, at)
    this.#before.set(held, this.#newest.get(version))
    this.#newest.set(version, held)
  }

  /** Devices by number, each with the position at which it last got the version. */
  of(version: number): ReadonlyMap<number, number> {
    const holders = new Map<number, number>()
    for (let held = this.#newest.get(version); held !== 0; held = this.#before.get(held))
      holders.set(this.#device.get(held), this.#at.get(held))
    return holders
  }
}
