/** Names of copies, `20091001T120000000Z-00011f2e`: the moment, and what tells apart two of one. They sort by age. */

import { uniqueName, wallTime } from '../kernel/index.ts'

/** For a regular expression of a place. */
export const COPY_NAME = String.raw`\d{8}T\d{9}Z-[0-9a-f]+`

/** Of this process, so that copies of one millisecond sort by age as well. */
let taken = 0

export function newCopy(moment: string = wallTime()): string {
  taken = (taken + 1) % 0x10000
  return `${moment.replaceAll(/[-:.]/g, '')}-${taken.toString(16).padStart(4, '0')}${uniqueName(2)}`
}

/** As ISO 8601, by its name alone. */
export function takenAt(copy: string): string {
  return copy.replace(/^(\d{4})(\d{2})(\d{2}T\d{2})(\d{2})(\d{2})(\d{3}Z)-.*$/, '$1-$2-$3:$4:$5.$6')
}
