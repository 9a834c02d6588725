/** What people keep: six collections, and the conflict policy that each is judged by. */

/** In the order in which Sidekick users were promised their data back, October 2009. */
export const COLLECTIONS = ['contacts', 'calendar', 'notes', 'tasks', 'photos', 'scores'] as const

/** A kind of record, of the six that people keep. */
export type CollectionName = (typeof COLLECTIONS)[number]

/**
 * What the final state may be when edits were concurrent.
 * - `merge`: field by field, each field holds a value of a frontier version.
 * - `lww`: one of the concurrent versions; a delete may win as well.
 * - `lww, update wins`: one of the concurrent versions; an update beats a concurrent delete.
 * - `keep both`: every concurrent version, each once; an update beats a concurrent delete.
 * - `append`: every element once; elements are added and removed, seldom changed; judged like `keep both`.
 * - `max`: the greatest acknowledged score, or a greater attempted one.
 */
export type Policy = 'merge' | 'lww' | 'lww, update wins' | 'keep both' | 'append' | 'max'

export type Policies = Readonly<Record<CollectionName, Policy>>

/** The defaults; a client may declare others for its service. */
export const POLICIES: Policies = {
  contacts: 'merge',
  calendar: 'lww, update wins',
  notes: 'keep both',
  tasks: 'lww',
  photos: 'append',
  scores: 'max',
}

export function isCollectionName(text: string): text is CollectionName {
  return (COLLECTIONS as readonly string[]).includes(text)
}
