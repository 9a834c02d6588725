/** What a conductor that left no result is taken for. */

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { conduct, failureOf } from './conduct.ts'

const end = { code: null, killedBy: null, arm: 'one', said: ['line'] }

test.each([
  ['killed from outside', { killedBy: 'SIGKILL' }, 'environment', /'one' was ended by SIGKILL, from outside: .*memory/],
  ['ended from outside', { killedBy: 'SIGTERM' }, 'environment', /'one' was ended by SIGTERM, from outside; .*cleanup/],
  [
    'out of memory',
    { killedBy: 'SIGABRT', said: ['FATAL ERROR: Reached heap limit - JavaScript heap out of memory'] },
    'environment',
    /was ended by SIGABRT, for its memory was full \(NODE_OPTIONS/,
  ],
  ['crashed', { killedBy: 'SIGSEGV' }, 'bug', /was ended by SIGSEGV and left no result \| line$/],
  ['without a reason', { code: 1 }, 'bug', /^the conductor of 'one' exited with 1 and left no result \| line$/],
  ['with a code of ours', { code: 4, said: ['a warning', '{"raw":1}', 'no disk'] }, 'environment', /^no disk$/],
  ['with another', { code: 2 }, 'usage', /^line$/],
] as const)('%s', (_, how, failureClass, words) => {
  const failure = failureOf({ ...end, ...how })
  expect([failure.class, failure.message]).toEqual([failureClass, expect.stringMatching(words)])
})

test('a folder that cannot be made is an error of the environment, not a bug of ours', async () => {
  const file = fileURLToPath(new URL('../../scenarios/canaries/must-pass.drill.ts', import.meta.url))
  const order = {
    file,
    seed: 1,
    run: 'no-folder',
    runtime: 'embedded',
    arm: 'a service as it should be',
    folder: '/dev/null/arm',
  }
  await expect(conduct(order)).rejects.toMatchObject({
    class: 'environment',
    message: expect.stringContaining('/dev/null/arm/logs: cannot be written: ENOTDIR'),
  })
})
