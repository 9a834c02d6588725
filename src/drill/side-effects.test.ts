import { expect, test } from 'vitest'
import { zeroPages } from '../faults/index.ts'
import { deletedStaysDeleted, everybodyConverges } from '../judge/promises/index.ts'
import { DELETES_UNDONE, DEVICES_AHEAD, OLDER_STATE } from '../ledger/index.ts'
import { during, inject, replace, restore, takeBackup, timePasses, work } from '../steps/index.ts'
import { compile } from './compile.ts'
import { drillOf } from './fixture.ts'

test.each([
  [DELETES_UNDONE, deletedStaysDeleted()],
  [DEVICES_AHEAD, everybodyConverges()],
])('%o is a finding of its promise', ({ promise, findings }, claim) => {
  expect(promise).toBe(claim.promise)
  expect(claim.findings).toEqual(expect.arrayContaining([...findings]))
})

test('the plan says of each step, and of each injury, what it brings with it', () => {
  const file = drillOf(({ site: { volumes, backups } }) => ({
    before: [work({ edits: 9 }), takeBackup(backups.nightly)],
    disaster: [during(timePasses('1h'), [inject(zeroPages(volumes.disk))])],
    recovery: [replace(volumes.disk), restore(backups.nightly)],
  }))
  const { steps } = compile(file, { file: '/x/some.drill.ts', arm: 'one', seed: 1 }).plan
  const inside = steps.flatMap((step) => [step, ...(step.steps ?? [])])
  expect(inside.map(({ label, sideEffects }) => [label, sideEffects])).toEqual([
    ['work(edits: 9)', undefined],
    ['takeBackup(nightly)', undefined],
    ['during(timePasses(1h))', undefined],
    ['timePasses(1h)', undefined],
    ['inject(zeroPages(disk))', OLDER_STATE],
    ['replace(disk)', [DEVICES_AHEAD]],
    ['restore(nightly)', OLDER_STATE],
  ])
})
