/** What services use of the machine that they run on. */

export interface Usage {
  /** Processor time, in milliseconds. */
  readonly cpuMs: number
  /** The most memory that was seen in use at one time, in bytes; without files that the kernel keeps and would drop. */
  readonly memoryBytes: number
}

/** Of the services of a run, by name, and of the harness itself, which is one process. */
export interface Costs {
  readonly services: Readonly<Record<string, Usage>>
  readonly harness: Usage
}

/** One look after another at the same start: time only grows, of memory the most counts. */
export function seenAgain(before: Usage | undefined, now: Usage): Usage {
  if (!before) return now
  return {
    cpuMs: Math.max(before.cpuMs, now.cpuMs),
    memoryBytes: Math.max(before.memoryBytes, now.memoryBytes),
  }
}

/** One start after another: their times add up. */
export function inAll(starts: Iterable<Usage>): Usage {
  let cpuMs = 0
  let memoryBytes = 0
  for (const start of starts) {
    cpuMs += start.cpuMs
    memoryBytes = Math.max(memoryBytes, start.memoryBytes)
  }
  return { cpuMs, memoryBytes }
}
