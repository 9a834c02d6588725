/** What every runtime keeps, however a conductor dies: nothing of the run is left, and nobody else is touched. */

import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cleanUp, conduct, ENDS, leftOf, plantJournal, WAYS, type Errand, type RuntimeName } from './conductors.ts'
import { bystander, type Bystander } from './engine.ts'
import { untilNone } from './patience.ts'
import { atMoment, courseOf, DEATHS, type Course } from './deaths.ts'
import { drawn } from './draw.ts'

/** Of the six moments of each phase, so many are drawn. */
const PER_PHASE = { embedded: 2, containers: 1 } as const

export function leavesNothingBehind(runtime: RuntimeName): void {
  const deaths = drawn(DEATHS, {
    count: PER_PHASE[runtime],
    nameOf: ({ name }) => `${runtime} ${name}`,
    groupOf: ({ phase }) => phase,
  })
  let room: string
  let course: Course
  let sleeper: ChildProcess
  const foreign: Bystander[] = []
  const seen: string[] = []
  const errandOf = (name: string): Errand => ({
    run: `killed-${runtime}-${process.pid}-${name}`,
    runtime,
    temporary: join(room, name, 'temporary'),
    folder: join(room, name, 'arm'),
  })

  beforeAll(async () => {
    sleeper = spawn('sleep', ['3600'], { env: { ...process.env, SYNCDRILL_RUN: 'somebody-else' }, stdio: 'ignore' })
    room = await mkdtemp(join(tmpdir(), 'syncdrill-killed-'))
    const unharmed = errandOf('never')
    course = await courseOf(unharmed)
    expect(await leftOf(unharmed)).toEqual([])
    if (runtime === 'embedded') return
    foreign.push(await bystander(`${unharmed.run}-labelled`, 'somebody-else'), await bystander(`${unharmed.run}-bare`))
    seen.push(...(await Promise.all(foreign.map((one) => one.look()))))
  })
  afterAll(async () => {
    sleeper.kill('SIGKILL')
    for (const one of foreign) await one[Symbol.asyncDispose]()
    rmSync(room, { recursive: true, force: true })
  })

  describe('a conductor that dies at step', () => {
    test.concurrent.for(deaths)('$title', async (death, { signal: testEnd }) => {
      const conductor = conduct(errandOf(death.name))
      const lived = await atMoment(conductor, death, course)
      await WAYS[death.way](conductor)
      const { code, signal } = await conductor.ended
      const isSwept = death.way === 'SIGKILL with its reaper'
      // After its last phase it may have been quicker than we were.
      const end = death.phase === 'stop' ? ENDS[death.way] : lived && String(signal ?? code)
      if (isSwept) plantJournal(conductor, [...foreign.flatMap(({ lines }) => lines), sleeperBefore(sleeper.pid)])
      const swept = isSwept ? await cleanUp(conductor) : { code: 0, said: 'not needed' }
      const left = await untilNone(() => leftOf(conductor), testEnd)
      expect({ left, end, swept }).toMatchObject({ left: [], end: ENDS[death.way], swept: { code: 0 } })
    })
  })

  test('and nobody else was touched, though journals named them', async () => {
    expect([await Promise.all(foreign.map((one) => one.look())), sleeper.exitCode, sleeper.signalCode]).toEqual([
      seen,
      null,
      null,
    ])
  })
}

/** As if its number had been another's, once. */
function sleeperBefore(pid: number | undefined): object {
  return { is: 'made', kind: 'process', label: 'long gone', pid, started: '1' }
}
