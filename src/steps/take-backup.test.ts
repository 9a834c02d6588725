import { expect, test } from 'vitest'
import type { EngineBackup } from '../backups/index.ts'
import { Failure } from '../kernel/index.ts'
import { CommandFailed } from '../runtime/index.ts'
import type { Stage } from '../stage/index.ts'
import type { CompiledStep, Walk } from './step.ts'
import { takeBackup } from './take-backup.ts'

const ended = (failed: unknown) => {
  const step = takeBackup({} as EngineBackup)
  const stage = { copies: { take: () => Promise.resolve({ failed }) } } as unknown as Stage
  return step.run(stage, { step } as unknown as CompiledStep, {} as Walk)
}

test('a job that fails says why, and a command of it how it ended and what it said last', async () => {
  const because = "service 'sync' does not run"
  expect(await ended(new Failure('environment', because))).toEqual({ state: 'failed', because })
  const failed = new CommandFailed(['./backup.sh'], { code: 5, output: 'begun\nno space\n', stdout: '' })
  expect(await ended(failed)).toEqual({
    state: 'failed',
    because: './backup.sh exited with 5: begun | no space',
    command: ['./backup.sh'],
    exit: { code: 5 },
    tail: ['begun', 'no space'],
  })
})
