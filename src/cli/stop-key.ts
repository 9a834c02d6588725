/** One key at the terminal that ends a run on somebody else's service: nothing is written any more from then on. */

import type { ReadStream } from 'node:tty'

export const STOP_KEY = 'q'
/** Of a terminal that hands over each key, and no longer makes a signal of it. */
const CTRL_C = '\u0003'

export interface StopKey extends Disposable {
  /** Somebody is asked for a whole line: until `resume` the terminal is as it was. */
  pause(): void
  resume(): void
}

/** Calls `stop` at the key, or at Ctrl-C. Disposed, the terminal is as it was. Nothing where there is no terminal. */
export function listenForStop(stop: () => void, input: ReadStream = process.stdin): StopKey | undefined {
  if (!input.isTTY || input.isRaw) return undefined
  const hear = (keys: Buffer) => {
    const text = keys.toString()
    if (text.includes(STOP_KEY) || text.includes(CTRL_C)) stop()
  }
  const pause = () => {
    input.off('data', hear)
    input.setRawMode(false)
    input.pause()
  }
  const resume = () => {
    input.setRawMode(true)
    input.on('data', hear)
    input.resume()
    // A terminal that nobody waits at is no reason to stay.
    input.unref()
  }
  resume()
  process.on('exit', pause)
  return {
    pause() {
      pause()
      input.ref()
    },
    resume,
    [Symbol.dispose]() {
      pause()
      process.off('exit', pause)
    },
  }
}
