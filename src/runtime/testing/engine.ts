/** Whether tests that need a Docker engine are left out: loudly where none answers, and never in CI. */

import { reasonOf } from '../../kernel/index.ts'
import { chooseRuntime } from '../choose.ts'

const missing = await chooseRuntime('containers', []).then(
  () => undefined,
  (thrown: unknown) => reasonOf(thrown),
)

if (missing !== undefined) process.stderr.write(`\n!!! CONTAINER TESTS DO NOT RUN HERE: ${missing}\n\n`)

/** For `describe.skipIf`. In CI they run and fail, each in the words of the missing engine. */
export const isWithoutEngine: boolean = missing !== undefined && !process.env['CI']
