/** One direction of one connection: a source, the toxics in the order in which they were added, and a target. */

import type { Socket } from 'node:net'
import type { Random } from '../../../kernel/index.ts'
import type { Tally } from './tally.ts'
import type { Direction, Outlet, Stage, Toxic } from './toxics/toxic.ts'

/** What a link asks of the connection that it belongs to. */
export interface Ends {
  /** Everything is delivered: both sockets close. */
  close(): void
  reset(): void
  /** A toxic has begun to close the connection. */
  breakOff(): void
}

interface Step {
  readonly toxic: Toxic
  readonly stage: Stage
}

export interface LinkParts {
  readonly direction: Direction
  readonly source: Socket
  readonly target: Socket
  readonly tally: Tally
  readonly ends: Ends
  readonly random: Random
  readonly toxics: readonly Toxic[]
}

export class Link {
  readonly #parts: LinkParts
  readonly #steps: Step[] = []
  /** Nothing is taken from the source any more. */
  #deaf = false
  /** The target has been told that nothing follows. */
  #delivered = false
  /** Both ends close as soon as everything is delivered. */
  #closing = false

  constructor(parts: LinkParts) {
    this.#parts = parts
    for (const toxic of parts.toxics) this.add(toxic)
    parts.source.on('data', (chunk: Buffer) => this.#take(chunk))
    parts.source.once('end', () => this.#end())
    parts.target.on('drain', () => this.#regulate())
    // A client is paused from its start until here.
    parts.source.resume()
  }

  add(toxic: Toxic): void {
    if (toxic.stream !== this.#parts.direction || this.#deaf) return
    const random = this.#parts.random.fork(toxic.name)
    const step: Step = { toxic, stage: toxic.kind.stage(toxic, this.#outletOf(toxic), random) }
    this.#steps.push(step)
  }

  retune(toxic: Toxic): void {
    this.#steps.find((step) => step.toxic === toxic)?.stage.retune()
    this.#regulate()
  }

  remove(toxic: Toxic): void {
    const place = this.#steps.findIndex((step) => step.toxic === toxic)
    this.#steps[place]?.stage.lift()
    // Lifting may have ended the link, and with it all steps.
    if (this.#steps[place]?.toxic === toxic) this.#steps.splice(place, 1)
    this.#regulate()
  }

  /** The source is gone: what it sent is delivered, then both ends close. */
  finish(): void {
    this.#closing = true
    if (this.#delivered) this.#close()
    else this.#end()
  }

  /** The target is gone: there is nothing left to do. */
  drop(): void {
    this.#deaf = true
    this.#delivered = true
    for (const { stage } of this.#steps) stage.discard()
    this.#steps.length = 0
  }

  #take(chunk: Buffer): void {
    this.#parts.tally.received[this.#parts.direction] += chunk.length
    if (this.#deaf) return
    const first = this.#steps[0]
    if (first) first.stage.take(chunk)
    else this.#send(chunk)
    this.#regulate()
  }

  #end(): void {
    if (this.#deaf) return
    this.#deaf = true
    const first = this.#steps[0]
    if (first) first.stage.end()
    else this.#deliver()
  }

  #send(chunk: Buffer): void {
    if (this.#delivered) return
    this.#parts.tally.sent[this.#parts.direction] += chunk.length
    this.#parts.target.write(chunk)
  }

  #deliver(): void {
    if (this.#delivered) return
    this.#delivered = true
    if (this.#closing) this.#close()
    else this.#parts.target.end()
  }

  #close(): void {
    const { target, ends } = this.#parts
    if (target.writableFinished || target.destroyed) ends.close()
    else target.end(() => ends.close())
  }

  #regulate(): void {
    const { source, target } = this.#parts
    const stalled = target.writableNeedDrain || this.#steps.some(({ stage }) => stage.full)
    if (stalled) source.pause()
    else if (source.isPaused()) source.resume()
  }

  #outletOf(toxic: Toxic): Outlet {
    const next = (): Stage | undefined => this.#steps[this.#steps.findIndex((step) => step.toxic === toxic) + 1]?.stage
    const end = (): void => {
      const after = next()
      if (after) after.end()
      else this.#deliver()
    }
    return {
      pass: (chunk) => {
        const after = next()
        if (after) after.take(chunk)
        else this.#send(chunk)
      },
      end,
      close: () => {
        if (!this.#delivered) this.#parts.ends.breakOff()
        this.#deaf = true
        this.#closing = true
        end()
      },
      reset: () => this.#parts.ends.reset(),
      relieved: () => this.#regulate(),
    }
  }
}
