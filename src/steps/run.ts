/** A runbook's own command. */

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
}

/**
 * argv, never a shell; its exit decides, and its output is kept. One that fails is a failed step, and the drill goes on.
 * Refused: no program.
 *
 * @example run(['pg_restore', '-d', 'sync', '/backups/newest'], { inside: db, atMost: '5min' })
 */
export function run(argv: readonly string[], { inside, atMost = '60s' }: RunOptions = {}): Step {
  const atMostMs = msOf(atMost, 'run: atMost')
  return {
    is: 'step',
    name: 'run',
    takes: true,
    describe: (names) => [...argv, options({ inside: inside && names.of(inside) })],
    check: () => demand(argv.length > 0, 'argv', 'a program and its arguments', 'nothing'),
    run: (stage) => execute(stage, { argv, inside, atMostMs }),
  }
}
