/** A conflict policy: what becomes of an update, given what the server holds. Pure: no store, no clock. */

/** An update as a policy sees it. */
export interface Update {
  /** The stored body; undefined when the record is deleted. */
  readonly stored: string | undefined
  /** The body that the editor had seen; undefined when nobody knows it any more. */
  readonly base: string | undefined
  readonly incoming: string
  /** Whether the editor had seen what is stored. */
  readonly editor: 'current' | 'stale'
}

export type Decision =
  | { readonly is: 'replace'; readonly body: string; readonly resolution: 'applied' | 'merged' }
  /** What is stored stays as it is. */
  | { readonly is: 'keep'; readonly resolution: 'superseded' }
  /** What is stored stays, and the update becomes a row of its own. */
  | { readonly is: 'add'; readonly resolution: 'kept both' }
  /** The delete wins. */
  | { readonly is: 'gone' }

export type Policy = (update: Update) => Decision

export type Resolution = 'applied' | 'merged' | 'kept both' | 'superseded'
