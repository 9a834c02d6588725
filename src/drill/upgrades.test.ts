import { describe, expect, test } from 'vitest'
import { emptyCopies, killService } from '../faults/index.ts'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import { service, site, volume } from '../site/index.ts'
import {
  canaryKeeps,
  gate,
  heal,
  inject,
  interrupt,
  repeat,
  restore,
  rollBack,
  says,
  takeBackup,
  upgrade,
  verifies,
  work,
} from '../steps/index.ts'
import { compile } from './compile.ts'
import { drill, type Acts } from './drill.ts'
import { backup, refusal, smallFleet, talk } from './fixture.ts'
import { passes } from './expectation.ts'

function versionedSite() {
  const disk = volume()
  const shelf = volume()
  const sync = service({
    versions: { one: { command: ['serve', '1'] }, two: { command: ['serve', '2'] }, same: { command: ['serve', '1'] } },
    start: 'one',
    data: { '/data': disk },
    ready: { http: '/' },
    milestones: { 'half done': /half/ },
  })
  const backups = { nightly: backup(sync, shelf) }
  return site({ services: { sync }, volumes: { disk, shelf }, backups, clients: { api: talk(sync) } })
}

type Scene = { readonly site: ReturnType<typeof versionedSite>; readonly fleet: ReturnType<typeof smallFleet> }

const drillOf = (disaster: (scene: Scene) => Acts['disaster'], before: (scene: Scene) => Acts['before'] = () => []) =>
  drill({
    title: 'A drill',
    story: 'Something is upgraded.',
    arms: { one: { expect: passes } },
    site: versionedSite,
    fleet: smallFleet,
    steps: (scene) => ({ before: [work({ edits: 20 }), ...before(scene)], disaster: disaster(scene) }),
    promises: [nothingAcknowledgedIsLost()],
  })

const compiled = (...of: Parameters<typeof drillOf>) =>
  compile(drillOf(...of), { file: '/x/some.drill.ts', arm: 'one', seed: 1 })

describe('refused before anything starts', () => {
  test.each<[string, Parameters<typeof drillOf>[0], string]>([
    [
      'the version that runs',
      ({ site: { services } }) => [upgrade(services.sync, 'one')],
      'expected another version than the one that runs, got one: a vacuous upgrade, with the same build on both sides',
    ],
    [
      'a version that starts alike',
      ({ site: { services } }) => [upgrade(services.sync, 'same')],
      'expected a version that starts otherwise than one, got same, which starts alike: a vacuous upgrade',
    ],
    [
      'a version that there is not',
      ({ site: { services } }) => [upgrade(services.sync, 'three' as never)],
      'to: expected one of one, two, same, got three',
    ],
    [
      'a way back from nowhere',
      ({ site: { services } }) => [rollBack(services.sync)],
      'service: expected one that an earlier step upgrades, got another',
    ],
    [
      'a moment that nobody announces',
      ({ site: { services } }) => [
        interrupt(upgrade(services.sync, 'two'), {
          with: killService(services.sync),
          when: says(services.sync, 'all done' as never),
        }),
      ],
      'when: expected a milestone of the service (half done), got all done',
    ],
    [
      'a gate that leads nowhere',
      ({ site: { backups } }) => [gate(verifies(backups.nightly), { go: [false] })],
      'then: expected steps to go on with, or to stop with, got none',
    ],
    [
      'healing in a branch what nobody injected',
      ({ site: { backups } }) => [gate(verifies(backups.nightly), { stop: [heal(emptyCopies(backups.nightly))] })],
      'fault: expected the very fault that an earlier step injects, got another',
    ],
  ])('%s', (_, disaster, message) => {
    expect(refusal(drillOf(disaster))).toContain(message)
  })
})

test('both branches of a gate are in the plan, each step with its answer, and an interrupted step inside', () => {
  const { plan, acts, strike } = compiled(
    ({ site: { services, backups }, fleet: { phones } }) => {
      const copy = takeBackup(backups.nightly)
      return [
        copy,
        interrupt(upgrade(services.sync, 'two'), {
          with: killService(services.sync),
          when: says(services.sync, 'half done'),
        }),
        gate(canaryKeeps({ devices: phones.some('50%'), edits: 6 }, nothingAcknowledgedIsLost()), {
          go: [work({ edits: 2 })],
          stop: [rollBack(services.sync), restore(copy)],
        }),
      ]
    },
    ({ site: { backups } }) => [inject(emptyCopies(backups.nightly)), repeat(2, [work({ edits: 1 })])],
  )
  const shape = plan.steps
    .filter(({ act }) => act === 'disaster')
    .map(({ id, label, branch, injury, steps = [] }) => ({
      id,
      label,
      branch,
      injury,
      inside: steps.map((one) => `${one.id} ${one.branch ?? ''} ${one.name}`),
    }))
  expect(shape).toEqual([
    expect.objectContaining({ id: 'disaster.1', inside: [] }),
    expect.objectContaining({
      id: 'disaster.2',
      injury: 'killService',
      label: 'interrupt(upgrade(sync, two), with: killService(sync), when: says(sync, half done))',
      inside: ['disaster.2.0  upgrade'],
    }),
    expect.objectContaining({
      id: 'disaster.3',
      label: 'gate(canaryKeeps(work(edits: 6, devices: phones.some(50%)), nothingAcknowledgedIsLost()))',
      inside: [
        'disaster.3.0  work',
        'disaster.3.go.1 go work',
        'disaster.3.stop.1 stop rollBack',
        'disaster.3.stop.2 stop restore',
      ],
    }),
  ])
  expect(strike).toBe('disaster.2')
  expect(acts.disaster[2]?.ongoing?.intents).toHaveLength(6)
})

test('a gate that is left out does not change the edits of the rest', () => {
  const plain = compiled(({ site: { services } }) => [upgrade(services.sync, 'two'), work({ edits: 30 })])
  const gated = compiled(({ site: { services, backups } }) => [
    upgrade(services.sync, 'two'),
    gate(verifies(backups.nightly), { stop: [rollBack(services.sync)] }),
    work({ edits: 30 }),
  ])
  const edits = ({ acts }: ReturnType<typeof compiled>) =>
    acts.disaster.flatMap(({ intents }) => intents).map(({ device, change, record }) => `${device} ${change} ${record}`)
  expect(edits(gated)).toEqual(edits(plain))
})
