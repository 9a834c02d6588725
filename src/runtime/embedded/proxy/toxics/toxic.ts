/** What a toxic is: named settings in whole numbers, and what it makes of one direction of one connection. */

import type { Random } from '../../../../kernel/index.ts'

export type Direction = 'upstream' | 'downstream'

/** A toxic as it stands on a proxy. Its settings change in place; each of its stages is told by `retune`. */
export interface Toxic {
  readonly name: string
  readonly kind: ToxicKind
  readonly stream: Direction
  readonly settings: Record<string, number>
}

/** One toxic at work on one direction of one connection. Nothing is taken after `end`. */
export interface Stage {
  /** While this is true the source is not read. */
  readonly full: boolean
  take(chunk: Buffer): void
  /** The source has ended; whatever is held goes first. */
  end(): void
  retune(): void
  /** The toxic is removed: what is held is let go in order, at once. */
  lift(): void
  /** The connection is gone: timers are cleared, and nothing is let go any more. */
  discard(): void
}

/** Where a stage lets go: the next stage, or the socket behind the last. */
export interface Outlet {
  pass(chunk: Buffer): void
  end(): void
  /** Both ends close in order, once what was passed has been delivered. */
  close(): void
  /** Both ends are reset, and what was not yet delivered is gone. */
  reset(): void
  /** `full` may have become false. */
  relieved(): void
}

export interface ToxicKind {
  readonly type: string
  /** The settings there are, with what they are when they are not given. */
  readonly defaults: Readonly<Record<string, number>>
  /** What is wrong with settings that are each right by themselves. */
  readonly flaw?: (settings: Readonly<Record<string, number>>) => string | undefined
  readonly stage: (toxic: Toxic, outlet: Outlet, random: Random) => Stage
}
