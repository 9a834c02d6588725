/** Why a run proves less than it looks: a value that names its kind, what it is about, and the ledger lines. */

export interface Doubt {
  readonly kind: string
  /** Names from the drill: the step, the service, the record. */
  readonly about: readonly string[]
  readonly lines: readonly number[]
  /** `any verdict`: the run did not happen as planned, and an arm that was to fail has not failed either. */
  readonly voids: 'a pass' | 'any verdict'
  /** As the run itself put it: how a fault looked, what an engine said. */
  readonly because?: string
  readonly count?: number
  readonly of?: number
  /** From when on: the step or phase that was under way, and real milliseconds since the run began. */
  readonly since?: { readonly during: string; readonly ms: number }
  /** Where only writes had no answer. */
  readonly on?: 'writes'
  /** The longest that anybody waited for an answer. */
  readonly waitedMs?: number
  /** Devices by their names, or `the harness`. */
  readonly seenBy?: readonly string[]
}

/** `: because`, or nothing. */
export function reason({ because }: Doubt, otherwise?: string): string {
  const text = because ?? otherwise
  return text === undefined ? '' : `: ${text}`
}
