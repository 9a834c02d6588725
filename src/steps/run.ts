/** A runbook's own command. */

import { refuseOthers } from '../kernel/declared.ts'
import { msOf, type Duration } from '../kernel/index.ts'
import type { Service } from '../site/index.ts'
import { options } from './call.ts'
import { execute } from './command.ts'
import { demand } from './demand.ts'
import type { Step } from './step.ts'

export interface RunOptions {
  /** Where it runs; beside the harness when left out. */
  readonly inside?: Service
  /** A command that takes longer is killed, and has failed with 124; `60s` by default. */
  readonly atMost?: Duration
  /** It is no surprise if it fails: the drill goes on as it was meant to, and the failure is recorded as allowed. */
  readonly mayFail?: boolean
}

/**
 * argv, never a shell; its exit decides, and its output is kept. One that fails is a failed step: the drill goes on,
 * and the verdict says so first, unless the step may fail. Refused: no program.
 *
 * @example run(['pg_restore', '-d', 'sync', '/backups/newest'], { inside: db, atMost: '5min' })
 */
export function run(
  argv: readonly string[],
  { inside, atMost = '60s', mayFail = false, ...others }: RunOptions = {},
): Step {
  refuseOthers('run', others, 'inside', 'atMost', 'mayFail')
  const atMostMs = msOf(atMost, 'run: atMost')
  return {
    is: 'step',
    name: 'run',
    takes: true,
    describe: (names) => [
      ...argv,
      options({ inside: inside && names.of(inside), mayFail: mayFail ? true : undefined }),
    ],
    check: () => demand(argv.length > 0, 'argv', 'a program and its arguments', 'nothing'),
    async run(stage) {
      const ended = await execute(stage, { argv, inside, atMostMs })
      return ended.state === 'failed' && mayFail ? { ...ended, mayFail: true } : ended
    },
  }
}
