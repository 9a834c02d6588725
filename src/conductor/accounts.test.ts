/** Accounts that an adapter makes, end to end. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { uniqueName } from '../kernel/index.ts'
import { runArm } from './run-arm.ts'
import { ends, ran } from './testing/running/ran.ts'

const DRILL = 'supervision/accounts'

/** Of an arm that nothing can be judged of: what broke it off. */
async function brokenOff(arm: string) {
  const run = `accounts-${uniqueName()}`
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  const file = fileURLToPath(new URL(`./testing/${DRILL}.drill.ts`, import.meta.url))
  const order = { file, arm, seed: 7, run, folder, runtime: 'embedded' }
  const { failures } = await runArm(order, AbortSignal.timeout(90_000))
  return failures
}

test('are made before anybody signs in, and where a copy is read that has brought none', async () => {
  const came = await ran(DRILL, 'made')
  expect(ends(came)).toEqual(['pass', 'as expected', 0])
  expect(came.judgement.backups.map(({ found }) => found)).toEqual(['sound'])
})

test('without them nobody is let in: that is no finding of the service', async () => {
  expect(await brokenOff('not made')).toEqual([
    {
      class: 'environment',
      because: expect.stringMatching(
        /could not read its account before the drill began \(phones-1: client 'api': .+\)/,
      ) as unknown,
    },
  ])
})

test('what the hook throws is named with the client; a mistake of its own with its kind', async () => {
  const [mistake] = await brokenOff('a mistake')
  expect(mistake).toEqual({
    class: 'usage',
    because: expect.stringMatching(/^client 'api': accounts: threw TypeError: Cannot read properties of undefined/),
  })
  const [failed] = await brokenOff('a command that fails')
  expect(failed).toEqual({
    class: 'environment',
    because: expect.stringMatching(/^client 'api': accounts: sh -c .* exited with 3: no room for more/),
  })
})
