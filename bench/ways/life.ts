/** The life of some containers on a network of their own, as each way of having one is measured. */

import type { Image } from '../../src/runtime/containers/engine/images.ts'
import type { Run } from '../../src/site/index.ts'
import type { Ground } from '../ground.ts'

export interface Subject {
  readonly ground: Ground
  readonly run: Run
  /** The same, as the engine has it. */
  readonly image: Image
  readonly port: number
  readonly count: number
}

/** In milliseconds. All containers at once; each part begins when the one before has ended for all. */
export interface Life {
  /** Before the first container: the network, and whatever the way itself needs. */
  readonly openMs: number
  /** Created, started, and ready by an answer over HTTP, or by whatever the way waits for. */
  readonly upMs: number
  /** Killed and removed. */
  readonly downMs: number
  /** The network, and whatever the way itself needed. */
  readonly closeMs: number
}

export type Way = (subject: Subject) => Promise<Life>

export const numbersTo = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number)
