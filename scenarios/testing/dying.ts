/** What every runtime keeps, however a conductor dies: nothing of the run is left, and nobody else is touched. */

import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cleanUp, conduct, ENDS, leftOf, WAYS, type Errand, type RuntimeName } from './conductors.ts'
import { untilNone } from './patience.ts'
import { atMoment, courseOf, DEATHS, type Course } from './deaths.ts'

/** A tenth of a second on a machine with nothing else to do; the limit is for one that has. */
const PATIENCE_MS = 15_000

export function leavesNothingBehind(runtime: RuntimeName): void {
  let room: string
  let course: Course
  const errandOf = (name: string): Errand => ({
    run: `killed-${runtime}-${process.pid}-${name}`,
    runtime,
    temporary: join(room, name, 'temporary'),
    folder: join(room, name, 'arm'),
  })

  beforeAll(async () => {
    room = await mkdtemp(join(tmpdir(), 'syncdrill-killed-'))
    const unharmed = errandOf('never')
    course = await courseOf(unharmed)
    expect(await leftOf(unharmed)).toEqual([])
  })
  afterAll(() => rmSync(room, { recursive: true, force: true }))

  describe('a conductor that dies at step', () => {
    test.concurrent.each(DEATHS)('$title', async (death) => {
      const conductor = conduct(errandOf(death.name))
      const lived = await atMoment(conductor, death, course)
      if (!conductor.isOver()) await WAYS[death.way](conductor)
      const { code, signal } = await conductor.ended
      // After its last phase it may have been quicker than we were.
      const end = death.phase === 'stop' ? ENDS[death.way] : lived && String(signal ?? code)
      const swept = death.way === 'SIGKILL with its reaper' ? await cleanUp(conductor) : { code: 0, said: 'not needed' }
      const left = await untilNone(() => leftOf(conductor), PATIENCE_MS)
      expect({ left, end, swept }).toMatchObject({ left: [], end: ENDS[death.way], swept: { code: 0 } })
    })
  })
}
