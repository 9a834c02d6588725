/** What a user's device asked for, and what is made of it. */

export interface Change {
  readonly user: string
  readonly collection: string
  readonly id: string
  /** Undefined deletes. */
  readonly body?: string
}

/** The newest change of an id, and its number. */
export interface Row extends Omit<Change, 'user'> {
  readonly at: number
}

export interface Kept {
  /** Of all users, oldest first. */
  readonly all: readonly Change[]
  /** Newest last; a row without a body was deleted. */
  since(user: string, from: number): readonly Row[]
}
