/** A runbook's own command. */

import { aBoolean, aText } from '../kernel/declared.ts'
import { msOf, type Duration } from '../kernel/index.ts'
import { checkWords, declaredIn, surroundingsIn, type Surroundings } from '../site/index.ts'
import { options } from './call.ts'
import { execute } from './command.ts'
import type { Taking } from './taking.ts'

/**
 * `inside` a service, or `beside` one; on the harness's own machine when both are left out. Paths of volumes in the
 * arguments are the service's own, `/data/x`: on the embedded runtime the real folders take their place.
 */
export interface RunOptions extends Surroundings {
  /** A command that takes longer is killed, and has failed with 124; `60s` by default. */
  readonly within?: Duration
  /** It is no surprise if it fails: the drill goes on as it was meant to, and the failure is recorded as allowed. */
  readonly mayFail?: boolean
}

const SHAPE = { within: aText.exactOptional(), mayFail: aBoolean.exactOptional() }

/**
 * argv, never a shell. Its exit decides, and its output is kept. One that fails is a failed step: the drill goes on,
 * and the verdict says so first, with the command, its exit and its last lines, unless the step may fail. Refused
 * before anything starts: no program, one that is not there (where the command runs on this machine), inside and
 * beside at once.
 *
 * @example run(['pg_restore', '-d', 'sync', '/backups/newest'], { inside: db, within: '5min' })
 * @example run(['tar', '-xf', '/backups/monday.tar', '-C', '/data'], { beside: sync }) // While it is stopped.
 */
export function run(argv: readonly string[], asked: RunOptions = {}): Taking {
  checkWords('run: argv', argv)
  declaredIn('run', '{ inside, beside, within, mayFail }', asked, SHAPE)
  const { within = '60s', mayFail = false } = asked
  const atMostMs = msOf(within, 'run: within')
  const place = surroundingsIn(asked)
  const { inside, beside } = place
  return {
    is: 'step',
    name: 'run',
    takes: true,
    preparesData: true,
    commands: [{ argv, ...place }],
    needs: [...(inside ? (['inside'] as const) : []), ...(beside ? (['beside'] as const) : [])],
    describe: (names) => [
      ...argv,
      options({
        inside: inside && names.of(inside),
        beside: beside && names.of(beside),
        mayFail: mayFail ? true : undefined,
      }),
    ],
    async run(stage) {
      const ended = await execute(stage, { argv, ...place, atMostMs })
      return ended.state === 'failed' && mayFail ? { ...ended, mayFail: true } : ended
    },
  }
}
