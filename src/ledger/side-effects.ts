/**
 * What a step or an injury brings with it, declared where it is: findings of other promises that follow from what it
 * does. An arm that is to fail by it need not name them; one that is to pass has none to forgive.
 */

export interface SideEffect {
  readonly promise: string
  readonly findings: readonly string[]
}

/** Who takes acknowledged changes away takes deletes too: what was deleted is there again. */
export const DELETES_UNDONE: SideEffect = { promise: 'deletedStaysDeleted', findings: ['resurrected'] }

/** The server shows an older state, or none, and devices that have not heard of it show the newer one. */
export const DEVICES_AHEAD: SideEffect = { promise: 'everybodyConverges', findings: ['diverged'] }

/** Of whatever puts an older state in the place of a newer one. */
export const OLDER_STATE: readonly SideEffect[] = [DELETES_UNDONE, DEVICES_AHEAD]
