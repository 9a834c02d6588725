/** What a run has sent to a service that is somebody else's, and what of it is still there. */

/** Kinds of requests, as a plan counts them. What had no answer and is sent once more is counted apart. */
export type Kind = 'sign in' | 'read' | 'create' | 'change' | 'delete' | 'again'
export type Counts = Readonly<Record<Kind, number>>

/** At the most, but for what is sent again: what a dry run says. */
export type Planned = Readonly<Record<'create' | 'change' | 'delete', number>>

/** What came of it, for whoever owns the service. */
export interface Sent {
  /** `dav at https://dav.example.org:443`. */
  readonly to: readonly string[]
  readonly planned: Planned
  readonly counts: Counts
  /** Changes that were not sent, because the record was not this run's. */
  readonly refused: number
  /** Collections that adapters have made, which stay: `MKCOL /ada/contacts/`. */
  readonly made: readonly string[]
  /** Deleted when the run was over. */
  readonly deleted: number
  readonly kept: boolean
  /** Records that were sent when the run was broken off, and of which nothing was heard: they may still appear. */
  readonly unheard: number
  /** What is still there, or may be. */
  readonly left: readonly string[]
}
