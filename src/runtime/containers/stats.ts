/**
 * What a container uses, as its engine tells once a second for as long as it runs. Asking for one look at a time is no
 * way: Engine 20.10 answers that up to a second late.
 */

import { createInterface } from 'node:readline'
import type Docker from 'dockerode'
import { seenAgain, type Usage } from '../usage.ts'

export class Stats {
  #last: Usage | undefined
  #stop: () => void = () => undefined
  #isOver = false

  /** Undefined until the engine has told for the first time. */
  get last(): Usage | undefined {
    return this.#last
  }

  /** Never fails: that the engine is gone is noticed elsewhere. */
  follow(container: Docker.Container): void {
    void this.#follow(container).catch(() => undefined)
  }

  async #follow(container: Docker.Container): Promise<void> {
    const stream = await container.stats({ stream: true })
    // What breaks the stream is told by both, and unheard it would end the process.
    stream.on('error', () => undefined)
    const lines = createInterface({ input: stream })
    lines.on('error', () => undefined).on('line', (line) => this.#take(line))
    this.#stop = () => {
      lines.close()
      destroy(stream)
    }
    if (this.#isOver) this.#stop()
  }

  #take(line: string): void {
    try {
      this.#last = seenAgain(this.#last, usageIn(JSON.parse(line) as Docker.ContainerStats))
    } catch {
      // The last one, where the connection broke in the middle of it.
    }
  }

  stop(): void {
    this.#isOver = true
    this.#stop()
  }
}

function destroy(stream: NodeJS.ReadableStream): void {
  ;(stream as NodeJS.ReadableStream & { destroy(): void }).destroy()
}

/** Without files that were read or written once: `docker stats` counts so too, on either version of control groups. */
function usageIn({ cpu_stats, memory_stats }: Docker.ContainerStats): Usage {
  const { usage = 0, stats } = memory_stats as Partial<Docker.MemoryStats>
  const dropped = stats?.total_inactive_file ?? stats?.inactive_file ?? 0
  return { cpuMs: cpu_stats.cpu_usage.total_usage / 1e6, memoryBytes: Math.max(0, usage - dropped) }
}
