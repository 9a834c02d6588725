/** What Vitest runs: `unit` are the tests beside the source, `drills` the drill files themselves. No retries, ever. */
import { defineConfig } from 'vitest/config'
import { isWithoutEngine } from './src/runtime/testing/engine.ts'
import { syncdrill } from './src/vitest/plugin.ts'

/** Drills of real servers and real clients, which come in images. */
const IMAGES = ['scenarios/failover.drill.ts', 'scenarios/older-restore.drill.ts', 'scenarios/postgres/*.drill.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    maxWorkers: 1,
    passWithNoTests: false,
    allowOnly: !process.env['CI'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,bench}/**/*.test.ts'],
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
          include: ['scenarios/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        plugins: [syncdrill({ seed: 7, runtime: 'embedded' })],
        test: {
          name: 'drills',
          include: ['scenarios/**/*.drill.ts'],
          exclude: [...IMAGES, 'scenarios/testing/**'],
          // One arm is one conductor process with its own limits; this only ends a test that waits for a lost one.
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      ...(isWithoutEngine
        ? []
        : [
            {
              extends: true as const,
              plugins: [syncdrill({ seed: 7, runtime: 'containers' })],
              test: {
                name: 'drills in containers',
                // Half of the time they wait for an engine and for servers. Two at a time, after everything else.
                maxWorkers: 2,
                sequence: { groupOrder: 1 },
                include: ['scenarios/sidekick-2009.drill.ts', ...IMAGES],
                testTimeout: 900_000,
                hookTimeout: 60_000,
              },
            },
          ]),
    ],
  },
})
