/** An attendant as the harness sees it: asked through the standard input of its container. */

import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { PassThrough, type Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { Failure, reasonOf } from '../../../kernel/index.ts'
import type { FailureClass } from '../../../kernel/index.ts'
import type { Yard } from '../engine/yard.ts'
import { packed, unpacked, type Reply, type Wish } from './protocol.ts'

const UP_MS = 60_000

interface Asked {
  resolve(answer: unknown): void
  reject(error: Error): void
}

export class Attendant {
  readonly #container: Docker.Container
  readonly #pipe: Duplex
  readonly #ending: Set<string>
  readonly #asked = new Map<number, Asked>()
  #count = 0
  #ended: Error | undefined

  private constructor(container: Docker.Container, pipe: Duplex, ending: Set<string>) {
    this.#container = container
    this.#ending = ending
    this.#pipe = pipe
  }

  /** `container` was created with an open standard input, and is started here. */
  static async start(
    { engine: { docker }, ending }: Yard,
    container: Docker.Container,
    of: string,
  ): Promise<Attendant> {
    const pipe = (await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    })) as Duplex
    const attendant = new Attendant(container, pipe, ending)
    const [said, complained] = [new PassThrough(), new PassThrough()]
    ;(docker.modem as { demuxStream(from: Duplex, out: PassThrough, err: PassThrough): void }).demuxStream(
      pipe,
      said,
      complained,
    )
    const lines = createInterface({ input: said })
    const complaints: string[] = []
    createInterface({ input: complained }).on('line', (line) => complaints.push(line))
    const end = (because: string) => attendant.#end(new Failure('environment', `the attendant of ${of} ${because}`))
    pipe.on('error', (error) => end(`cannot be reached: ${reasonOf(error)}`))
    pipe.on('close', () => end(`has ended: ${complaints.slice(-3).join(' | ') || 'without a word'}`))
    const up = once(lines, 'line', { signal: AbortSignal.timeout(UP_MS) })
    up.catch(() => undefined)
    await container.start()
    await Promise.race([up, attendant.#untilEnd()])
    lines.on('line', (line) => attendant.#take(JSON.parse(line) as Reply))
    return attendant
  }

  async ask(wish: Wish, ...given: readonly unknown[]): Promise<unknown> {
    if (this.#ended) throw this.#ended
    const number = (this.#count += 1)
    const answer = new Promise<unknown>((resolve, reject) => this.#asked.set(number, { resolve, reject }))
    this.#pipe.write(`${JSON.stringify({ number, wish, with: given.map(packed) })}\n`)
    return unpacked(await answer)
  }

  /** Its container is removed; whoever still waits is told. */
  async dismiss(): Promise<void> {
    this.#end(new Failure('environment', 'the attendant was dismissed'))
    this.#ending.add(this.#container.id)
    await this.#container.remove({ force: true, v: true })
    this.#pipe.destroy()
  }

  #take({ number, answer, failed }: Reply): void {
    const asked = this.#asked.get(number)
    this.#asked.delete(number)
    if (!failed) return asked?.resolve(answer)
    const known = failed.class as FailureClass | undefined
    asked?.reject(known ? new Failure(known, failed.because) : new Error(failed.because))
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const asked of this.#asked.values()) asked.reject(this.#ended)
    this.#asked.clear()
  }

  #untilEnd(): Promise<never> {
    return new Promise((_, reject) => this.#asked.set(0, { resolve: () => undefined, reject }))
  }
}
