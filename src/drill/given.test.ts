/** The act before anybody signs in: what may stand in it, and what is said of what may not. */

import { expect, test } from 'vitest'
import { killService } from '../faults/index.ts'
import { inject, put, run, takeBackup, timePasses, work, type Steps } from '../steps/index.ts'
import { refuseMissingPrograms } from './check-programs.ts'
import { compile } from './compile.ts'
import { drillOf, refusal, type Scene } from './fixture.ts'

const given = (steps: (scene: Scene) => Steps) => drillOf((scene) => ({ given: steps(scene) }))
const compiled = (steps: (scene: Scene) => Steps, file = import.meta.filename) =>
  compile(given(steps), { file, arm: 'one', seed: 1 })

test('it is the first act of the plan, and no strike', () => {
  const { plan, acts, strike } = compiled(({ site: { volumes } }) => [
    put('./fixture.ts', { on: volumes.disk, as: 'seed/rows.ts' }),
    run(['true']),
  ])
  expect(plan.steps.slice(0, 3).map(({ id, act, label }) => [id, act, label])).toEqual([
    ['given.1', 'given', 'put(./fixture.ts, on: disk, as: seed/rows.ts)'],
    ['given.2', 'given', 'run(true)'],
    ['before.1', 'before', 'work(edits: 20)'],
  ])
  expect([acts.given.length, strike]).toEqual([2, 'disaster.1'])
})

test.each<[string, (scene: Scene) => Steps, string]>([
  ['work', () => [work({ edits: 1 })], 'given.1 work(edits: 1)'],
  ['a copy', ({ site: { backups } }) => [takeBackup(backups.nightly)], 'given.1 takeBackup(nightly)'],
  ['a fault', ({ site: { services } }) => [inject(killService(services.sync))], 'given.1 inject(killService(sync))'],
  ['time', () => [run(['true']), timePasses('1h')], 'given.2 timePasses(1h)'],
])('%s is refused there', (_, steps, place) => {
  const allowed = 'expected steps that make what is there (run, put, start); before is for anything else'
  const name = place.replace(/^\S+ (\w+).*$/, '$1')
  expect(refusal(given(steps))).toBe(`some: arm 'one': ${place}: given: ${allowed}, got ${name}`)
})

test.each([
  [7, 'what: expected a file or a folder by its path, got 7'],
  ['', 'what: expected a file or a folder by its path, got '],
])('what is put must be a path: %j', (what, words) => {
  expect(refusal(given(({ site: { volumes } }) => [put(what as string, { on: volumes.disk })]))).toContain(words)
})

test.each(['../x', 'a/../../x', '/etc/x', ''])('it must land on the volume: %j', (as) => {
  expect(refusal(given(({ site: { volumes } }) => [put('x', { on: volumes.disk, as })]))).toContain(
    `as: expected a path on the volume, such as db/sync.db, got ${as}`,
  )
})

test('it must say where', () => {
  expect(() => put('x', {} as never)).toThrow('put: on: expected a volume, from volume(), got nothing')
})

test('what is not there is refused before anything starts, wherever it is to run', () => {
  const missing = compiled(({ site: { volumes } }) => [put('./no-such', { on: volumes.disk })])
  for (const runtime of ['embedded', 'containers'] as const) {
    expect(() => refuseMissingPrograms(missing, runtime)).toThrow(
      /given\.1 put\(.*\): expected a file, or a folder with files .*where the drill file stands, got '\.\/no-such'$/,
    )
  }
  const there = compiled(({ site: { volumes } }) => [put('../fleet', { on: volumes.disk })])
  expect(refuseMissingPrograms(there, 'containers')).toBeUndefined()
})
