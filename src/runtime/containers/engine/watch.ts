/**
 * Whether the engine and everybody else leave a run alone. An engine that goes away, or a hand from outside that ends
 * a container of the run, is no failure of the service under test: whatever is read from then on says nothing about it.
 */

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Failure, reasonOf } from '../../../kernel/index.ts'
import { ofRun } from './labels.ts'
import type { Yard } from './yard.ts'

interface Event {
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: { readonly name?: string; readonly signal?: string } }
}

/** Calls `onLost` at most once. Resolves when the engine has begun to tell. */
export async function watchEngine(yard: Yard, onLost: (failure: Failure) => void): Promise<Disposable> {
  const { engine, run } = yard
  let isOver = false
  const lose = (because: string) => {
    if (isOver) return
    isOver = true
    onLost(new Failure('environment', because))
  }
  // Its types know no kind 'container', which the engine does.
  const filters = JSON.stringify({ ...ofRun(run), type: ['container'], event: ['kill'] })
  const events: unknown = await engine.docker.getEvents({ filters })
  const stream = events as Readable
  const gone = (why: string) => lose(`${engine.words} went away while the run was under way (${why})`)
  stream.on('error', (error) => gone(reasonOf(error)))
  stream.on('close', () => gone('its events ended'))
  createInterface({ input: stream }).on('line', (line) => {
    const { Actor } = JSON.parse(line) as Event
    if (yard.ending.has(Actor.ID)) return
    const { name = Actor.ID, signal = 'a signal' } = Actor.Attributes
    lose(`container ${name} was sent ${signal} by somebody outside of the run, or by an engine that stops`)
  })
  const stop = () => {
    isOver = true
    stream.destroy()
  }
  return { [Symbol.dispose]: stop }
}
