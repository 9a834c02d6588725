import { expect, test } from 'vitest'
import { client } from '../clients/index.ts'
import { Failure } from '../kernel/index.ts'
import type { Entry } from '../ledger/index.ts'
import type { Executed } from '../runtime/index.ts'
import { service, site, Topology } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { Names } from './names.ts'
import { promote } from './promote.ts'
import { run, type RunOptions } from './run.ts'
import type { CompiledStep, Step, Walk } from './step.ts'

const common = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/' } } as const
const standby = service({ ...common, promotion: ['pg_ctl', 'promote'] })

/** How a step ends whose command comes to this, and what else the ledger says. */
async function ended(step: Step, executed: () => Promise<Executed>) {
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

const exits = (code: number, output: string) => () => Promise.resolve({ code, output, stdout: output })
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`)

test('a command that succeeds ends the step, and what it printed is noted', async () => {
  const { end, asked, notes } = await ended(run(['import', 'all'], { inside: standby, within: '5s' }), exits(0, 'ok'))
  expect(end).toEqual({ state: 'end' })
  expect(asked).toEqual([[['import', 'all'], { atMostMs: 5_000, inside: standby }]])
  expect(notes).toEqual(['import all exited with 0: ok'])
})

test('a command that fails is a failed step, with what was run, its exit, and the last ten lines', async () => {
  const said = [...lines(1, 12), '', '\u001B[31mno space left\u001B[0m', ''].join('\r\n')
  const { end } = await ended(run(['import', 'all']), exits(2, said))
  expect(end).toEqual({
    state: 'failed',
    because: 'import all exited with 2',
    command: ['import', 'all'],
    exit: { code: 2 },
    tail: [...lines(4, 12), '\\u{1b}[31mno space left\\u{1b}[0m'],
  })
})

test('one that may fail has failed all the same, and is recorded as allowed to', async () => {
  const step = run(['rm', '-r', '/old'], { mayFail: true })
  expect((await ended(step, exits(1, 'no such file'))).end).toMatchObject({ state: 'failed', mayFail: true })
  expect((await ended(step, exits(0, ''))).end).toEqual({ state: 'end' })
  const talk = client({ carries: ['notes'], connect: () => Promise.reject(new Error('nothing runs here')) })
  const topology = new Topology(site({ services: { standby }, clients: { api: talk(standby) } }))
  const names = new Names(topology, {})
  expect(step.describe(names)).toEqual(['rm', '-r', '/old', { mayFail: true }])
  expect(run(['ls'], { mayFail: false }).describe(names)).toEqual(['ls', {}])
})

test('a command runs inside a service or beside it, and both at once are refused before anything starts', async () => {
  const { asked } = await ended(run(['sh', 'fix.sh'], { beside: standby }), exits(0, ''))
  expect(asked).toEqual([[['sh', 'fix.sh'], { atMostMs: 60_000, beside: standby }]])
  const wrong = (argv: unknown, options: unknown) => () => run(argv as string[], options as RunOptions)
  expect(wrong(['ls'], { inside: standby, beside: standby })).toThrow('run: expected inside or beside, got both')
  expect(wrong(['ls'], { inside: 'standby' })).toThrow("run: inside: expected a service, from service({...}), got 'sta")
  expect(wrong(['ls'], { besides: standby })).toThrow(
    "run: expected within, mayFail, inside, beside (did you mean 'beside'?), got 'besides'",
  )
  expect(wrong(['ls', standby], {})).toThrow('run: argv: [1]: expected a text, got a service')
  expect(wrong([''], {})).toThrow('run: argv: expected a program and its arguments, got nothing')
  expect(wrong(['ls'], { within: 'soon' })).toThrow("run: within: expected a duration such as '90s'")
})

test('a command that cannot be run is a failed step too', async () => {
  const dead = () => Promise.reject(new Failure('environment', "service 'db' does not run"))
  const because = "pg_ctl promote could not be run: service 'db' does not run"
  expect((await ended(promote(standby), dead)).end).toEqual({
    state: 'failed',
    because,
    command: ['pg_ctl', 'promote'],
  })
})

test('a standby that refuses its promotion is a failed step, with what it said', async () => {
  const { end, asked } = await ended(promote(standby), exits(3, 'no quorum\n'))
  expect(asked).toEqual([[['pg_ctl', 'promote'], { atMostMs: 60_000, inside: standby }]])
  expect(end).toMatchObject({ state: 'failed', exit: { code: 3 }, tail: ['no quorum'] })
})
