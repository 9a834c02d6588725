/** A server that disappears, for real: told by the engine itself, to somebody who only listens. */

import { basename } from 'node:path'
import { realpathSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isWithoutEngine } from './testing/engine.ts'
import { listenToEngine, storyOf } from './testing/engine-events.ts'
import { runDrill } from './testing/run-drill.ts'

test.skipIf(isWithoutEngine)('the engine tells of each thing that was destroyed, and of the cable', async () => {
  await using listening = listenToEngine()
  const { code, folder, arms } = await runDrill(
    'scenarios/testing/gone.drill.ts',
    '--seed',
    '7',
    '--runtime',
    'containers',
  )
  expect([code, arms.map(({ judgement }) => judgement.verdict)]).toEqual([0, ['pass', 'pass', 'pass']])
  const run = basename(realpathSync(folder))
  /** Up to the moment at which whoever recovers makes another disk. */
  const told = (arm: string) => storyOf(listening.events, `syncdrill-${run}-${arm}`)
  const untilRecovery = (arm: string) => {
    const story = told(arm)
    return story.slice(0, story.indexOf('create volume disk', story.indexOf('destroy volume disk')))
  }
  const gone = (story: readonly string[]) => story.filter((one) => one.startsWith('destroy '))

  expect(gone(untilRecovery('a-server'))).toEqual(['destroy container sync', 'destroy volume disk'])
  expect(gone(untilRecovery('a-building')).toSorted()).toEqual([
    'destroy container sync',
    'destroy volume disk',
    'destroy volume shelf',
  ])
  // One that is taken off by force is told of twice.
  const network = told('a-cable').filter((one) => one.endsWith('network sync'))
  const changes = network.filter((one, place) => one !== network[place - 1])
  expect(changes.slice(0, 3)).toEqual(['connect network sync', 'disconnect network sync', 'connect network sync'])
})
