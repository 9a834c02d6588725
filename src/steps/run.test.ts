import { expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import type { Entry } from '../ledger/index.ts'
import { service } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { promote } from './promote.ts'
import { run } from './run.ts'
import type { CompiledStep, Step, Walk } from './step.ts'

const common = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/' } } as const
const standby = service({ ...common, promotion: ['pg_ctl', 'promote'] })

/** How a step ends whose command comes to this, and what else the ledger says. */
async function ended(step: Step, executed: () => Promise<{ code: number; output: string }>) {
  const asked: unknown[] = []
  const notes: string[] = []
  const execute = (...of: readonly unknown[]) => {
    asked.push(of)
    return executed()
  }
  const append = (entry: Entry) => void (entry.is === 'note' && notes.push(entry.text))
  const stage = { site: { execute }, ledger: { append } } as unknown as Stage
  return { end: await step.run(stage, {} as CompiledStep, {} as Walk), asked, notes }
}

const exits = (code: number, output: string) => () => Promise.resolve({ code, output })

test('a command that succeeds ends the step, and what it printed is noted', async () => {
  const { end, asked, notes } = await ended(run(['import', 'all'], { inside: standby, atMost: '5s' }), exits(0, 'ok'))
  expect(end).toEqual({ state: 'end' })
  expect(asked).toEqual([[['import', 'all'], { atMostMs: 5_000, inside: standby }]])
  expect(notes).toEqual(['import all exited with 0: ok'])
})

test('a command that fails is a failed step', async () => {
  const { end } = await ended(run(['import', 'all']), exits(2, 'no space left'))
  expect(end).toEqual({ state: 'failed', because: 'import all exited with 2' })
})

test('a command that cannot be run is a failed step too', async () => {
  const dead = () => Promise.reject(new Failure('environment', "service 'db' does not run"))
  const because = "pg_ctl promote could not be run: service 'db' does not run"
  expect((await ended(promote(standby), dead)).end).toEqual({
    state: 'failed',
    because,
  })
})

test('a standby that refuses its promotion is a failed step', async () => {
  const { end, asked } = await ended(promote(standby), exits(3, 'no quorum\n'))
  expect(asked).toEqual([[['pg_ctl', 'promote'], { atMostMs: 60_000, inside: standby }]])
  expect(end).toEqual({ state: 'failed', because: 'pg_ctl promote exited with 3' })
})
