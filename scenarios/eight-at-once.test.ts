/**
 * Eight runs at once, with one folder for temporary files and one engine between them. Then again, and one of them is
 * killed at a moment that its seed draws: it leaves nothing, and the other seven are judged as if it had never been.
 * SYNCDRILL_ROUNDS=50 draws fifty times. In containers one of the two is drawn; `test:all` takes both.
 */

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  cleanUp,
  comesTo,
  conduct,
  fullRun,
  journalOf,
  namedAfter,
  toldBy,
  WAYS,
  type Conductor,
  type RuntimeName,
  type Way,
} from './testing/conductors.ts'
import { drawn } from './testing/draw.ts'
import { isWithoutEngine } from './testing/engine.ts'
import { Hold } from './testing/holding.ts'
import { untilNone } from './testing/patience.ts'

const ROUNDS = Array.from({ length: Number(process.env['SYNCDRILL_ROUNDS'] ?? 1) }, (_, round) => round + 1)
/** Eight of them are slow on a small machine. */
const AT_MOST_MS = 600_000
/** The ledger has that many entries, and then some. */
const ENTRIES = 300

let room: string
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'syncdrill-eight-'))
})
afterEach(() => rmSync(room, { recursive: true, force: true }))

/** `holdOf`: by their numbers. */
const eight = (runtime: RuntimeName, round: number, holdOf: (number: number) => Hold | undefined = () => undefined) =>
  Array.from({ length: 8 }, (_, number) =>
    conduct({
      run: `eight-${runtime}-${process.pid}-${round}-${number}`,
      runtime,
      temporary: join(room, 'temporary'),
      folder: join(room, String(number), 'arm'),
      hold: holdOf(number),
    }),
  )

/** Its verdict, what broke it off, and how it exited. */
async function outcomeOf({ ended, folder }: Conductor) {
  const { code } = await ended
  const path = join(folder, 'arm.json')
  if (!existsSync(path)) return { code, verdict: 'none', failures: [] }
  const { judgement, failures } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly judgement: { readonly verdict: string }
    readonly failures: readonly unknown[]
  }
  return { code, verdict: judgement.verdict, failures }
}

const PASSED = { code: 0, verdict: 'pass', failures: [] }

/** Whole numbers below `limit`, alike for one seed. */
function drawing(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % limit
  }
}

function runsAreJudgedAlone(runtime: RuntimeName): void {
  test(
    'each is judged as if it were alone',
    async () => {
      const conductors = eight(runtime, 0)
      expect(await Promise.all(conductors.map(outcomeOf))).toEqual(conductors.map(() => PASSED))
      expect((await Promise.all(conductors.map(namedAfter))).flat()).toEqual([])
    },
    AT_MOST_MS,
  )
}

function oneIsKilled(runtime: RuntimeName): void {
  test.for(ROUNDS)(
    'one of them is killed, and nobody else takes notice (seed %d)',
    { timeout: AT_MOST_MS },
    async (seed, { signal: testEnd }) => {
      const draw = drawing(seed)
      const unlucky = draw(8)
      // However late it dies, all others are at work when it is swept up.
      using hold = new Hold('recovery')
      const conductors = eight(runtime, seed, (number) => (number === unlucky ? undefined : hold))
      const [victim] = conductors.splice(unlucky, 1)
      if (!victim) throw new Error('nobody was unlucky')
      const entries = draw(ENTRIES)
      const lived = await comesTo(victim, () => toldBy(victim).length > entries)
      const ways = ['SIGKILL', 'SIGKILL with its reaper'] as const satisfies readonly Way[]
      await WAYS[ways[draw(2)] ?? 'SIGKILL'](victim)
      await victim.ended
      const isAtWork = (one: Conductor) => existsSync(journalOf(one))
      await Promise.all(conductors.map((one) => comesTo(one, () => isAtWork(one))))
      const swept = await cleanUp(victim)
      const left = await untilNone(() => namedAfter(victim), testEnd)
      const othersAtWork = conductors.filter((one) => !one.isOver() && isAtWork(one))
      hold.letGo('recovery')
      expect({ lived, left, swept: swept.code }).toEqual({ lived: true, left: [], swept: 0 })
      const said = swept.said.split('\n').filter((line) => conductors.some((one) => line.startsWith(fullRun(one))))
      expect(said.filter((line) => !line.endsWith(': is alive, and was not touched'))).toEqual([])
      expect(othersAtWork.map(fullRun)).toEqual(conductors.map(fullRun))
      expect(await Promise.all(conductors.map(outcomeOf))).toEqual(conductors.map(() => PASSED))
      expect((await Promise.all(conductors.map(namedAfter))).flat()).toEqual([])
    },
  )
}

const KINDS = [runsAreJudgedAlone, oneIsKilled] as const

describe('embedded', () => {
  for (const kind of KINDS) kind('embedded')
})

describe.skipIf(isWithoutEngine)('in containers', () => {
  for (const kind of drawn(KINDS, { count: 1, nameOf: ({ name }) => name })) kind('containers')
})
