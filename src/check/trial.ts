/** One thing that an adapter must get right before any verdict about its service means anything. */

import type { Subject } from './subject.ts'

export interface Trial {
  readonly name: string
  /** What is true of an adapter that passes. */
  readonly claim: string
  /** Throws `Wrong` with what is not as it should be. May return what was not tried, or how far it went. */
  readonly attempt: (subject: Subject) => Promise<string | undefined>
}

/** Of an adapter that tells no changes: what is about them is not tried. */
export const NO_CURSOR = 'there is no cursor: every read is a full one'

/** What the adapter, or the service behind it, does wrong, in plain words. */
export class Wrong extends Error {
  override readonly name = 'Wrong'
}

export interface Tried {
  readonly client: string
  readonly trial: string
  readonly claim: string
  readonly state: 'passed' | 'failed' | 'not tried'
  /** Why it failed or was not tried; of one that passed, what else is to be known. */
  readonly because?: string
}
