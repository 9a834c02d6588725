/** Mistakes of real services that can be switched on, so that drills have something to find. */

/** In words, as drills say it, and by the id that the command takes: its letter is the kind of mistake. */
export const DEFECTS = {
  'answers before it commits': 'A1',
  'ignores idempotency keys': 'A12',
  'leaves tombstones out of backups': 'D1',
  'restores without a new epoch': 'H3',
  'moves rows while it migrates': 'I2',
  'takes the tables of an earlier upgrade for its own': 'I3',
  'starts empty on the data of a newer version': 'I4',
  'writes what old apps send to the old tables': 'I5',
  'marks a migration applied before it is': 'I7',
} as const

/** A mistake of real services that the specimen can be told to make, in words. */
export type Defect = keyof typeof DEFECTS
export type DefectId = (typeof DEFECTS)[Defect]

export function defectOf(text: string): DefectId | undefined {
  return Object.values(DEFECTS).find((known) => known === text)
}

/** `A1 (answers before it commits), …`. */
export const defectsInWords = (): string =>
  Object.entries(DEFECTS)
    .map(([words, id]) => `${id} (${words})`)
    .join(', ')
