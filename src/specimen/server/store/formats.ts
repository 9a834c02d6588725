/** The two formats of the store: where each keeps records, their earlier bodies and the answers about them. */

export type Version = 'v1' | 'v2'

export interface Format {
  /** What a database in this format is marked with. */
  readonly number: 1 | 2
  readonly records: 'records' | 'items'
  readonly versions: 'versions' | 'item_versions'
  readonly answers: 'answers' | 'item_answers'
}

export const FORMATS: Readonly<Record<Version, Format>> = {
  v1: { number: 1, records: 'records', versions: 'versions', answers: 'answers' },
  v2: { number: 2, records: 'items', versions: 'item_versions', answers: 'item_answers' },
}

/** Undefined when no version wrote such a database, or a newer one than `running` did. */
export function formatOf(number: unknown, running: Version): Format | undefined {
  return Object.values(FORMATS).find((one) => one.number === number && one.number <= FORMATS[running].number)
}
