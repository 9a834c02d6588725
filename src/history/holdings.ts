/** Which device was shown which version, and when last. Who wrote it held it too: that stands with the version. */

import { sideBySide } from './columns.ts'
import type { Versions } from './versions.ts'

export class Holdings {
  readonly #versions: Versions
  readonly #its = sideBySide(['device', 'at', 'before'])
  #count = 0

  constructor(versions: Versions) {
    this.#versions = versions
  }

  /** The latest moment counts: a device may get again what it had lost. */
  add(version: number, device: number, at: number): void {
    for (let held = this.#versions.holders.get(version); held !== 0; held = this.#its.before.get(held)) {
      if (this.#its.device.get(held) !== device) continue
      this.#its.at.set(held, at)
      return
    }
    const held = (this.#count += 1)
    this.#its.device.set(held, device)
    this.#its.at.set(held, at)
    this.#its.before.set(held, this.#versions.holders.get(version))
    this.#versions.holders.set(version, held)
  }

  /** Devices by number, each with the position at which it last got the version. */
  of(version: number): ReadonlyMap<number, number> {
    const holders = new Map<number, number>()
    for (let held = this.#versions.holders.get(version); held !== 0; held = this.#its.before.get(held))
      holders.set(this.#its.device.get(held), this.#its.at.get(held))
    return holders
  }
}
