/** Who waits for a line in the log of a service. */

import type { Service } from '../site/index.ts'

export class Listeners {
  readonly #watchers = new Map<Service, Set<(line: string) => void>>()

  hear(service: Service, line: string): void {
    for (const watch of this.#watchers.get(service) ?? []) watch(line)
  }

  /** Resolves when a line from now on matches, with that line; rejects when `signal` aborts. */
  says(service: Service, pattern: RegExp, signal: AbortSignal): Promise<string> {
    const watchers = this.#watchers.get(service) ?? new Set()
    this.#watchers.set(service, watchers)
    return new Promise((resolve, reject) => {
      const watch = (line: string) => {
        if (!pattern.test(line)) return
        watchers.delete(watch)
        resolve(line)
      }
      watchers.add(watch)
      const giveUp = () => {
        watchers.delete(watch)
        reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)))
      }
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}
