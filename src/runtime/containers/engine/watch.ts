/**
 * Whether the engine and everybody else leave a run alone. An engine that goes away, or a hand from outside that ends
 * a container of the run, is no failure of the service under test: whatever is read from then on says nothing about it.
 */

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Failure, inWords, reasonOf, until } from '../../../kernel/index.ts'
import { ENGINE_MS } from '../../reaper/patience.ts'
import type { Room } from '../../runtime.ts'
import { ofRun } from './labels.ts'
import type { Yard } from './yard.ts'

interface Event {
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: { readonly name?: string; readonly signal?: string } }
}

const PATIENCE = inWords(ENGINE_MS)
const HEARD_MS = 10_000

export interface Watch extends Disposable {
  /**
   * Resolves when everything that happened on the engine before `end` has been heard of: what `end` does to the
   * container, whose id it resolves with, is told after it. Where that fails, the engine is lost.
   */
  until(end: () => Promise<string>): Promise<void>
}

type Lost = NonNullable<Room['onLost']>

/** Calls `onLost` at most once. Resolves when the engine has begun to tell. */
export async function watchEngine(yard: Yard, onLost: Lost): Promise<Watch> {
  const { engine, run } = yard
  let isOver = false
  const lose = (because: string, when: string) => {
    if (isOver) return
    isOver = true
    onLost(new Failure('environment', because), `${when} it is waited for up to ${PATIENCE}`)
  }
  // Its types know no kind 'container', which the engine does.
  const filters = JSON.stringify({ ...ofRun(run), type: ['container'], event: ['kill'] })
  const events: unknown = await engine.docker.getEvents({ filters })
  const stream = events as Readable
  const gone = (why: string) =>
    lose(`${engine.words} went away while the run was under way (${why})`, 'to remove what this run made there,')
  stream.on('error', (error) => gone(reasonOf(error)))
  stream.on('close', () => gone('its events ended'))
  const heard = new Set<string>()
  const lines = createInterface({ input: stream })
  // It passes on what its input suffers, and unheard that would end this process.
  lines.on('error', (error) => gone(reasonOf(error)))
  lines.on('line', (line) => {
    const { Actor } = eventIn(line) ?? {}
    if (!Actor) return gone('its events broke off')
    heard.add(Actor.ID)
    if (yard.ending.has(Actor.ID)) return
    const { name = Actor.ID, signal = 'a signal' } = Actor.Attributes
    const by = 'by somebody outside of the run, or by an engine that stops'
    lose(`container ${name} was sent ${signal} ${by} (${engine.words})`, 'should the engine be gone,')
  })
  return {
    async until(end) {
      try {
        const last = await end()
        await until(() => isOver || heard.has(last), { what: 'the last event', atMostMs: HEARD_MS, everyMs: 2 })
      } catch (thrown) {
        gone(reasonOf(thrown))
        throw thrown
      }
    },
    [Symbol.dispose]() {
      isOver = true
      stream.destroy()
    },
  }
}

/** An engine that is killed may leave half a line. */
function eventIn(line: string): Event | undefined {
  try {
    return JSON.parse(line) as Event
  } catch {
    return undefined
  }
}
