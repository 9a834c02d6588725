/** What is put before whoever rehearses, at each step: what has changed, what comes next, and what can be decided. */

/** Sent to whoever decides, as JSON. */
export interface Offer {
  readonly is: 'offer'
  /** The step that comes next, by its id; `the end` after the last. */
  readonly before: string
  /** Since the offer before this one. */
  readonly changed: readonly string[]
  /** What comes next; empty at the end. */
  readonly next: readonly string[]
  /** Never empty: `go on`, `roll back sync`, `restore nightly`, `stop`. */
  readonly choices: readonly string[]
}

export interface Decision {
  readonly choice: string
  readonly by: string
}

export type Decide = (offer: Offer) => Promise<Decision>
