/** Conflict policies: what the final state may be when edits were concurrent, for each collection by its name. */

/** A kind of record, by the name that its collection was given. */
export type CollectionName = string

/**
 * What the final state may be when edits were concurrent.
 * - `merge`: field by field, each field holds a value of a frontier version.
 * - `lww`: one of the concurrent versions; a delete may win as well.
 * - `lww, update wins`: one of the concurrent versions; an update beats a concurrent delete.
 * - `keep both`: every concurrent version, each once; an update beats a concurrent delete.
 * - `append`: every element once; elements are added and removed, seldom changed; judged like `keep both`.
 * - `max`: the greatest acknowledged number in the field that the collection names, or a greater attempted one.
 */
export type Policy = (typeof POLICIES)[number]

export const POLICIES = ['merge', 'lww', 'lww, update wins', 'keep both', 'append', 'max'] as const

export type Policies = Readonly<Record<CollectionName, Policy>>
