import { expect, test } from 'vitest'
import { livingLines } from './cleanup.ts'

const run = { run: 'r-arm', processes: [{ pid: 7, what: 'node service.ts' }], onEngine: [], journal: '/tmp/j.jsonl' }

test('a run that is alive is named with all that is known of it, and with how to end it', () => {
  expect(livingLines({ ...run, conductor: 5, reaper: 6, onEngine: ['container c'] })).toEqual([
    'r-arm: is alive, and was not touched',
    '  conductor  process 5',
    '  reaper     process 6, journal /tmp/j.jsonl',
    '  process 7  node service.ts',
    '  on its engine it has made 1 thing',
    '    container c',
    '  to end it: kill 5; where that does nothing: kill -KILL 5, and its reaper removes the rest',
  ])
  expect(livingLines({ ...run, reaper: 6 }).at(-1)).toMatch(/conductor is gone, and its reaper removes what it made/)
  expect(livingLines(run)).toEqual([
    'r-arm: is left over, and was not touched',
    '  process 7  node service.ts',
    '  neither conductor nor reaper lives, and no journal tells of it in /tmp/j.jsonl: kill -KILL 7',
  ])
})
