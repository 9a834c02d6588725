/** What Vitest runs: `unit` are the tests beside the source, `drills` the drill files themselves. No retries, ever. */
import { defineConfig } from 'vitest/config'
import { drawn } from './scenarios/testing/draw.ts'
import {
  isWithoutCompose,
  isWithoutDovecot,
  isWithoutFileServers,
  isWithoutMosquitto,
  isWithoutPython,
  isWithoutRadicale,
} from './scenarios/testing/programs.ts'
import { compiledFolder } from './src/runtime/journal.ts'
import { isWithoutEngine } from './src/runtime/testing/engine.ts'
import { syncdrill } from './src/vitest/plugin.ts'

// Tests start the command many times over; what Node has compiled once, it reads from then on.
process.env['NODE_COMPILE_CACHE'] ??= compiledFolder()

/** Drills of real servers and real clients, which come in images. */
const IMAGES = [
  'scenarios/compose/compose-notes.drill.ts',
  'scenarios/failover.drill.ts',
  'scenarios/older-restore.drill.ts',
  'scenarios/postgres/*.drill.ts',
]

/** Stories that are told of SQLite too, and end alike there: of these, two are drawn. */
const ON_POSTGRES = drawn(
  ['bad-upgrade', 'corrupted-backup', 'server-disappears', 'sidekick-2009'].map(
    (story) => `scenarios/postgres/${story}-on-postgres.drill.ts`,
  ),
  { count: 2, nameOf: (file) => file },
)
const IN_CONTAINERS = [
  'scenarios/compose/compose-bookmarks.drill.ts',
  'scenarios/compose/compose-notes.drill.ts',
  'scenarios/sidekick-2009.drill.ts',
  'scenarios/failover.drill.ts',
  'scenarios/older-restore.drill.ts',
  'scenarios/postgres/archived-log.drill.ts',
  ...ON_POSTGRES,
]

/** All arms of it are run by sidekick-2009.test.ts, on the same seed, and held to their rows there. */
const IN_COMMANDS = ['scenarios/sidekick-2009.drill.ts']

/** Drills of services that somebody else runs: the tests beside them start these first, outside of the run. */
const OUTSIDE = ['scenarios/audit/*.drill.ts']

/** Tests beside the source that need a Docker engine, or say loudly that there is none. */
const ENGINE = [
  'src/runtime/containers/*.test.ts',
  'src/backups/commands-in-containers.test.ts',
  'src/faults/in-containers.test.ts',
  'src/specimen/postgres*.test.ts',
  'src/specimen/*-on-postgres.test.ts',
]

/** Drills of servers of this machine, where it lacks them. */
const WITHOUT_PROGRAMS = [
  ...(isWithoutMosquitto ? ['scenarios/crashed-broker.drill.ts'] : []),
  ...(isWithoutDovecot ? ['scenarios/vendors/restored-mailbox.drill.ts'] : []),
  ...(isWithoutFileServers
    ? ['scenarios/vendors/broken-uploads.drill.ts', 'scenarios/vendors/moving-providers.drill.ts']
    : []),
  ...(isWithoutPython ? ['scenarios/typed-columns.drill.ts'] : []),
  ...(isWithoutPython || isWithoutCompose ? ['scenarios/compose/compose-bookmarks.drill.ts'] : []),
  ...(isWithoutRadicale
    ? ['scenarios/vendors/inherited-address-book.drill.ts', 'scenarios/vendors/older-calendar.drill.ts']
    : []),
]

const SAME_CASES = ['src/house/same-cases.ts']

/** Half of the time they wait for processes, an engine and servers: some at a time, apart from everything else. */
const atATime = (maxWorkers: number, groupOrder: number) => ({ maxWorkers, sequence: { groupOrder } })

/** What only real servers and real clients can show: as they are released, replicated or archived. */
interface Real {
  readonly release?: string
  readonly replication?: string
  readonly copies?: string
}

/**
 * In containers one arm of each drill is drawn, by the seed that `npm test` prints, and one of each release where only
 * containers have it. That the other arms come out as their rows say is shown embedded, and by `test:all` here too.
 */
const armsOf = (drill: string, rows: Readonly<Record<string, Real>>) =>
  drawn(Object.entries(rows), {
    count: 1,
    nameOf: ([arm]) => `${drill} ${arm}`,
    groupOf: ([, { release, replication, copies }]) => `${release} ${replication} ${copies}`,
  }).map(([arm]) => arm)

/** Of each way in which copies rot, one of its two arms: trusted, or restored every night. Of all else, all. */
const embeddedArmsOf = (drill: string, rows: Readonly<Record<string, { readonly copies?: string }>>) =>
  drill === 'rotten-copies'
    ? drawn(Object.entries(rows), {
        count: 1,
        nameOf: ([arm]) => `${drill} ${arm}`,
        groupOf: ([, { copies }]) => `${copies}`,
      }).map(([arm]) => arm)
    : Object.keys(rows)

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    // Whatever is awaited may take as long as a busy machine makes it.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 1,
    passWithNoTests: false,
    allowOnly: !process.env['CI'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...atATime(3, 1),
          // A worker goes on to the next file: what a module has read once, it keeps. No test leaves anything in one.
          isolate: false,
          include: ['{src,bench}/**/*.test.ts', 'scenarios/testing/*.test.ts'],
          exclude: ENGINE,
          setupFiles: SAME_CASES,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit in containers',
          ...atATime(3, 4),
          include: ENGINE,
          setupFiles: SAME_CASES,
          // The first test that needs an image makes it.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'commands',
          maxConcurrency: 3,
          ...atATime(3, 2),
          include: ['scenarios/**/*.test.ts'],
          exclude: ['scenarios/testing/**'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      {
        extends: true,
        plugins: [syncdrill({ seed: 7, runtime: 'embedded', armsOf: embeddedArmsOf })],
        test: {
          name: 'drills',
          ...atATime(3, 3),
          include: ['scenarios/**/*.drill.ts'],
          exclude: [...IMAGES, ...IN_COMMANDS, ...OUTSIDE, ...WITHOUT_PROGRAMS, 'scenarios/testing/**'],
        },
      },
      ...(isWithoutEngine
        ? []
        : [
            {
              extends: true as const,
              plugins: [syncdrill({ seed: 7, runtime: 'containers', armsOf })],
              test: {
                name: 'drills in containers',
                ...atATime(3, 5),
                include: IN_CONTAINERS,
              },
            },
          ]),
    ],
  },
})
