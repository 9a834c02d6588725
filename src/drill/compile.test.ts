import { describe, expect, test } from 'vitest'
import { killService, zeroPages } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import type { PlannedStep } from '../ledger/index.ts'
import { at, during, inject, repeat, replace, restore, takeBackup, timePasses, work } from '../steps/index.ts'
import { compile } from './compile.ts'
import { drill } from './drill.ts'
import { breaks, fails, passes } from './expectation.ts'
import { cut, drillOf, smallFleet, smallSite } from './fixture.ts'
import { everyStep } from './tree.ts'
import type { Drill } from './drill.ts'

const everyPlanned = (steps: readonly PlannedStep[]): readonly PlannedStep[] =>
  steps.flatMap((step) => [step, ...everyPlanned(step.steps ?? [])])
const compiled = (file: Drill, seed = 1, arm = 'one') => compile(file, { file: '/x/some.drill.ts', arm, seed })

describe('a compiled arm', () => {
  test('numbers steps by act and place, lays out lists and rounds, and leaves out what an arm leaves out', () => {
    const { acts } = compiled(
      drillOf((scene) => ({
        before: [work({ edits: 10 }), [false, [timePasses('1h')]], repeat(2, [work({ edits: 2 })])],
        disaster: [during(work({ edits: 4 }), [at('50%', inject(cut(scene)))])],
        recovery: [replace(scene.site.volumes.disk), restore(scene.site.backups.nightly, { order: ['notes'] })],
      })),
    )
    const printed = [...acts.before, ...acts.disaster, ...acts.recovery]
    expect(everyStep(printed).map(({ id, label }) => `${id} ${label}`)).toEqual([
      'before.1 work(edits: 10)',
      'before.2 timePasses(1h)',
      'before.3 repeat(2)',
      'before.3.1 work(edits: 2)',
      'before.3.2 work(edits: 2)',
      'disaster.1 during(work(edits: 4))',
      'disaster.1.0 work(edits: 4)',
      'disaster.1.1 at(50%)',
      'disaster.1.1.1 inject(cutLink(sync))',
      'recovery.1 replace(disk)',
      'recovery.2 restore(nightly, order: notes)',
    ])
  })

  test('says which steps may take data away by themselves, and only of those', () => {
    const { plan } = compiled(
      drillOf((scene) => ({
        before: [work({ edits: 1 }), takeBackup(scene.site.backups.nightly)],
        disaster: [during(cut(scene), [replace(scene.site.volumes.disk)])],
        recovery: [repeat(2, [restore(scene.site.backups.nightly)])],
      })),
    )
    expect(everyPlanned(plan.steps).map(({ id, takes }) => [id, takes])).toEqual([
      ['before.1', undefined],
      ['before.2', undefined],
      ['disaster.1', undefined],
      ['disaster.1.1', true],
      ['recovery.1', undefined],
      ['recovery.1.1', true],
      ['recovery.1.2', true],
    ])
  })

  test('counts from the first injury of the disaster, or else from its first step', () => {
    const late = drillOf((scene) => ({ disaster: [work({ edits: 1 }), during(cut(scene), [work({ edits: 1 })])] }))
    expect(compiled(late).strike).toBe('disaster.2')
    const inside = drillOf((scene) => ({
      disaster: [during(work({ edits: 2 }), [at('1s', inject(killService(scene.site.services.sync)))])],
    }))
    expect(compiled(inside).strike).toBe('disaster.1.1.1')
    expect(compiled(drillOf(() => ({ disaster: [timePasses('1d')] }))).strike).toBe('disaster.1')
  })

  test('plans the same edits for the same seed, and others for another', () => {
    const intents = (seed: number) =>
      everyStep(
        compiled(
          drillOf(() => ({})),
          seed,
        ).acts.before,
      ).flatMap((step) => step.intents)
    expect(intents(7)).toEqual(intents(7))
    expect(intents(7)).not.toEqual(intents(8))
    expect(intents(7)).toHaveLength(20)
  })

  test('gives equal steps streams of their own, and keeps them when another step is left out', () => {
    const keys = (file: Drill) => everyStep(compiled(file).acts.before).map(({ key }) => key)
    const all = keys(drillOf(() => ({ before: [work({ edits: 5 }), timePasses('1h'), work({ edits: 5 })] })))
    const fewer = keys(drillOf(() => ({ before: [work({ edits: 5 }), work({ edits: 5 })] })))
    expect(new Set(all).size).toBe(3)
    expect(fewer).toEqual([all[0], all[2]])
  })

  test('shares its edits with the other arms', () => {
    const file = drill({
      title: 'Two arms',
      story: 'They differ in memory.',
      arms: { kept: { memory: 'durable', expect: passes }, lost: { memory: 'volatile', expect: passes } },
      site: smallSite,
      fleet: ({ memory }) => ({ phones: devices({ accounts: 4, memory }) }),
      steps: ({ nightly, disk, arm }) => ({
        before: [arm.memory === 'volatile' && takeBackup(nightly), work({ edits: 30 })],
        disaster: [inject(zeroPages(disk))],
      }),
      promises: [nothingAcknowledgedIsLost()],
    })
    const [kept, lost] = ['kept', 'lost'].map((arm) => compiled(file, 3, arm))
    const edits = (arm: typeof kept) =>
      everyStep(arm?.acts.before ?? []).flatMap(({ intents }) =>
        intents.map((intent) => ({ ...intent, op: '', step: '' })),
      )
    expect(edits(kept)).toEqual(edits(lost))
    expect(kept?.planHash).not.toBe(lost?.planHash)
    expect(kept?.row).toEqual({ memory: 'durable' })
  })

  test('is judged by what it lists and by what is always judged, each once', () => {
    const { promises } = compiled(drillOf(() => ({})))
    const names = promises.map(({ promise }) => promise)
    expect(promises.filter(({ listed }) => listed).map(({ promise }) => promise)).toEqual(['nothingAcknowledgedIsLost'])
    expect(names).toContain('noDuplicates')
    expect(new Set(names).size).toBe(names.length)
  })

  test('has a plan that is plain, and a hash that follows it', () => {
    const one = compiled(drillOf(() => ({})))
    expect(JSON.parse(JSON.stringify(one.plan))).toEqual(one.plan)
    expect(one.planHash).toBe(compiled(drillOf(() => ({}))).planHash)
    const more = drillOf((scene) => ({ disaster: [inject(zeroPages(scene.site.volumes.disk, { share: '10%' }))] }))
    expect(compiled(more).planHash).not.toBe(one.planHash)
    expect(one.needs).toEqual(['commands', 'volumes'])
  })

  test('keeps what an arm expects as data, with functions by their names', () => {
    const expectation = fails(
      breaks(nothingAcknowledgedIsLost, ['lost', 'unrecoverable'], { share: ['15%', '35%'], by: zeroPages }),
    )
    const file = { ...drillOf(() => ({})), arms: { one: { expect: expectation } } }
    expect(compiled(file).expectation).toEqual({
      verdict: 'fail',
      breaches: [
        {
          promise: 'nothingAcknowledgedIsLost',
          findings: ['lost', 'unrecoverable'],
          share: [0.15, 0.35],
          by: 'zeroPages',
        },
      ],
    })
    expect(Object.keys(smallFleet())).toEqual(['phones'])
  })
})
