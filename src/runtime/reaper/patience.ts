/** How an engine is waited for that does not answer. */

import type { EngineConnection } from '../journal.ts'

/** How whoever waits is told of it, and what is known of engines already. */
export interface Patience {
  readonly tell: (what: string) => void
  /** Engines that were waited for in vain, by address, and why. */
  readonly gone: Map<string, string>
  /** How long an engine that does not answer is waited for: it may be starting again. */
  readonly engineMs: number
  /** Where engines are now, whatever a journal says. */
  readonly engine?: EngineConnection
}

export const ENGINE_MS = 45_000

/** All that a reaper does; an engine may have to come back first. */
export const REAP_MS = 90_000

export const quiet = (): Patience => ({ tell: () => undefined, gone: new Map(), engineMs: ENGINE_MS })
