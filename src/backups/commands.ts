/**
 * Somebody's own scripts as a backup: they take, list, verify and restore copies in a service or beside it, as they do
 * at home, and are scheduled, restored into clean rooms and judged like every other. What they say is believed only as
 * far as a clean room bears it out.
 */

import * as z from 'zod'
import { aBoolean, aText } from '../kernel/declared.ts'
import { Failure, msOf, type Duration } from '../kernel/index.ts'
import { checkWords, declaredIn, needsOfPlace, surroundingsIn, type Surroundings, type Volume } from '../site/index.ts'
import { COPY, CommandsEngine, type Words } from './commands-engine.ts'
import type { EngineBackup } from './engine.ts'
import { scheduleOf } from './schedule.ts'

/** argv, never a shell; all `inside` one service, or all `beside` it. */
export interface CommandsOptions extends Surroundings {
  /** Takes one copy. Its last line of output names it; or it is given a name, where it has `COPY` in it. */
  readonly take: readonly string[]
  /** Names the copies that there are, one a line, each by its first word. What it leaves out is gone. */
  readonly list: readonly string[]
  /** Exits with 0 where `COPY` is sound. Left out, the scripts have no opinion of their copies. */
  readonly verify?: readonly string[]
  /**
   * Brings `COPY` back into the service, or exits with another code than 0 and changes nothing. A number in its last
   * line is how many rows it has read back and compared; without one, what it restored counts as not validated.
   */
  readonly restore: readonly string[]
  /** Where the copies lie, if on a volume of the site: only there can they be damaged, or their bytes be counted. */
  readonly to?: Volume
  /** Where the service and the commands find `to`; `/backups` by default. */
  readonly mountedAt?: string
  /** The service is stopped while a copy is restored beside it, and started afterwards. */
  readonly stopToRestore?: boolean
  /** Drill time between two copies. */
  readonly every?: Duration
  /** For each of the commands; one that takes longer is killed, and has failed. `2min` by default. */
  readonly within?: Duration
}

const SHAPE = {
  take: z.unknown(),
  list: z.unknown(),
  verify: z.unknown().optional(),
  restore: z.unknown(),
  to: z.unknown().optional(),
  mountedAt: aText.exactOptional(),
  stopToRestore: aBoolean.exactOptional(),
  every: aText.exactOptional(),
  within: aText.exactOptional(),
}

/**
 * Refused before anything starts: commands that are none or are not there, a restore without `COPY`, and neither or
 * both of inside and beside. A job that fails, prints no name, or is not listed afterwards, has taken no copy.
 *
 * @example
 * const nightly = commands({
 *   inside: sync,
 *   to: vault,
 *   every: '1d',
 *   take: ['/opt/backup.sh', '/backups'],
 *   list: ['ls', '/backups'],
 *   restore: ['/opt/restore.sh', `/backups/${COPY}`],
 * })
 */
export function commands(options: CommandsOptions): EngineBackup<never> {
  declaredIn('commands', '{ take, list, restore, ... }', options, SHAPE)
  const { to, mountedAt = '/backups', within = '2min', stopToRestore = false } = options
  const words = wordsOf(options)
  const place = surroundingsIn(options)
  const of = place.inside ?? place.beside
  if (!of) throw new Failure('usage', 'commands: expected inside or beside, got neither')
  checkShelf(options)
  const engine = new CommandsEngine({
    of,
    to,
    mountedAt,
    words,
    place,
    stops: stopToRestore,
    atMostMs: msOf(within, 'commands: within'),
  })
  const all = Object.entries<readonly string[]>({ ...words })
  return {
    is: 'backup',
    can: [],
    of,
    to,
    ...(to && { adds: { mounts: { [mountedAt]: to }, args: [] } }),
    ...scheduleOf(options, 'commands'),
    engine,
    commands: all.map(([, argv]) => ({ argv, ...place })),
    needs: needsOfPlace(place),
    settings: {
      ...Object.fromEntries(all.map(([name, argv]) => [name, argv.join(' ')])),
      runs: place.inside ? 'inside' : 'beside',
      ...(stopToRestore && { stopToRestore }),
    },
  }
}

function wordsOf({ take, list, verify, restore }: CommandsOptions): Words {
  const words = { take, list, ...(verify && { verify }), restore }
  for (const [name, argv] of Object.entries(words)) checkWords(`commands: ${name}`, argv)
  for (const [name, argv] of Object.entries({ restore, ...(verify && { verify }) })) {
    if (argv.some((word) => word.includes(COPY))) continue
    throw new Failure('usage', `commands: ${name}: expected COPY among its words, got ${argv.join(' ')}`)
  }
  return words
}

function checkShelf({ to, mountedAt, inside, stopToRestore }: CommandsOptions): void {
  if (mountedAt !== undefined && !to)
    throw new Failure('usage', 'commands: mountedAt: expected it beside to, got no to')
  if (mountedAt !== undefined && !mountedAt.startsWith('/')) {
    throw new Failure(
      'usage',
      `commands: mountedAt: expected a path from the root, such as /backups, got '${mountedAt}'`,
    )
  }
  if (inside && stopToRestore) {
    throw new Failure('usage', 'commands: stopToRestore: expected beside, for nothing runs inside of what is stopped')
  }
}
