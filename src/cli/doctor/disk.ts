/** Room for volumes of embedded services, and for reports. */

import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { Finding, Fitness } from './finding.ts'

const GB = 1e9
/** A drill of our own needs some hundred megabytes; services of others may need far more. */
const TIGHT_BYTES = 5 * GB
const TOO_LITTLE_BYTES = GB / 2

interface Room {
  readonly folder: string
  readonly bytes: number
}

export async function diskHere(reports: string): Promise<Finding> {
  return roomFor(await Promise.all([tmpdir(), thereOf(resolve(reports))].map(roomIn)))
}

export function roomFor(rooms: readonly Room[]): Finding {
  const least = Math.min(...rooms.map(({ bytes }) => bytes))
  const fitness: Fitness = least < TOO_LITTLE_BYTES ? 'unfit' : least < TIGHT_BYTES ? 'limited' : 'fit'
  return {
    part: 'disk',
    fitness,
    found: rooms.map(({ folder, bytes }) => `${(bytes / GB).toFixed(1)} GB free in ${folder}`).join(', '),
    ...(fitness !== 'fit' && { advice: 'make room, or set TMPDIR and --reports to folders of a larger disk' }),
  }
}

async function roomIn(folder: string): Promise<Room> {
  const { bavail, bsize } = await statfs(folder)
  return { folder, bytes: bavail * bsize }
}

/** The nearest folder above that is there. */
function thereOf(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : thereOf(dirname(folder))
}
