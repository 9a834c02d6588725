/** What stands against a bundle, and which kind of change it is. */

/**
 * - `archive`: it is no bundle, or a file is missing, or one is in it that nobody signed.
 * - `key`: it is signed, by another key than the pinned one.
 * - `envelope`: what is signed is not what stands there.
 * - `arms swapped`, `plan`, `expectations`, `order`, `head`, `row`: of a ledger. `head`: it was sealed again.
 * - `report`: something that is said besides the ledgers, and does not follow from them, or is not what was signed.
 * - `attempts`: the log of attempts.
 * - `challenge`: the run was made with another one.
 */
export type Change =
  | 'archive'
  | 'key'
  | 'envelope'
  | 'arms swapped'
  | 'plan'
  | 'expectations'
  | 'order'
  | 'head'
  | 'row'
  | 'report'
  | 'attempts'
  | 'challenge'

export interface Finding {
  readonly change: Change
  readonly because: string
}
