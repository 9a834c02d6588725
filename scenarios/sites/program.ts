/** Whether a server of Debian's is on this machine: its site then runs embedded too, as a child process. */

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian keeps servers where not everybody looks. */
const PLACES = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']

export function isHere(program: string): boolean {
  return PLACES.some((place) => existsSync(join(place, program)))
}
