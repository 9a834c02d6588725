import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EngineBackup } from '../backups/index.ts'
import { client } from '../clients/index.ts'
import { cutLink, killService, zeroPages } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { noDuplicates, nothingAcknowledgedIsLost, recoveryPoint, restoredInOrder } from '../judge/promises/index.ts'
import { Failure } from '../kernel/index.ts'
import { service, site, volume } from '../site/index.ts'
import { compile } from './compile.ts'
import { drill, type Drill } from './drill.ts'
import { breaks, fails, mayBreak, passes } from './expectation.ts'
import { backup, cut, drillOf, smallFleet, smallSite, talk, type Scene } from './fixture.ts'
import { load } from './load.ts'
import { edgeRestore, replace, restore, takeBackup } from './recovery.ts'
import { at, during, heal, inject, repeat, run, timePasses, work } from './steps.ts'
import type { Steps } from './step.ts'

/** What is thrown, which must be a usage error: anything else would be a bug of ours, or a run that had begun. */
function refusal(file: Drill, arm = 'one'): string {
  try {
    compile(file, { file: '/x/some.drill.ts', arm, seed: 1 })
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Failure)
    expect((thrown as Failure).class).toBe('usage')
    return (thrown as Failure).message
  }
  return 'it was accepted'
}

const wrong = (change: Partial<Drill>): Drill => ({ ...drillOf(() => ({})), ...change })
const staging = (change: Partial<ReturnType<Drill['stage']>>): Drill =>
  wrong({ stage: (arm) => ({ ...drillOf(() => ({})).stage(arm), ...change }) })
const disaster = (steps: (scene: Scene) => Steps): Drill => drillOf((scene) => ({ disaster: steps(scene) }))
const row = (expectation: unknown, more: object = {}) => ({ one: { ...more, expect: expectation } }) as never

const otherSite = smallSite()
const otherFleet = smallFleet()
const anonymous = (
  () => () =>
    nothingAcknowledgedIsLost()
)()
const loose = (options: object) => options as never

describe('the table of arms', () => {
  test.each<[string, Drill, string]>([
    ['no arms', wrong({ arms: {} }), 'some: arms: expected at least one row, got none'],
    [
      'no expectation',
      wrong({ arms: row(undefined) }),
      "some: arms: 'one': expect: expected passes, fails(...) or inconclusive(...), got undefined",
    ],
    [
      'another column',
      wrong({ arms: { one: { a: 1, expect: passes }, two: { b: 1, expect: passes } } as never }),
      "some: arms: 'two': expected the columns of 'one' (a), got (b)",
    ],
    [
      'a column that is no plain value',
      wrong({ arms: row(passes, { when: new Map() }) }),
      "some: arms: 'one': when: expected a plain value: text, number, yes or no, or a list, got object",
    ],
    ['no title', wrong({ title: ' ' }), "some: title: expected a few words, got ''"],
    ['no promise', wrong({ promises: [] }), 'some: promises: expected at least one promise, got none'],
  ])('%s', (_, file, message) => {
    expect(refusal(file)).toBe(message)
  })

  test('an arm that is not there', () => {
    expect(
      refusal(
        drillOf(() => ({})),
        'tow',
      ),
    ).toBe("some: arm 'tow': expected one of one")
  })
})

describe('expectations', () => {
  test.each<[string, unknown, string]>([
    [
      'a promise that is not judged',
      fails(breaks(restoredInOrder, 'inversion')),
      /expect: expected a promise of this drill \(nothingAcknowledgedIsLost, .*\), got restoredInOrder$/.source,
    ],
    [
      'a finding of another promise',
      fails(breaks(nothingAcknowledgedIsLost, loose(['duplicated']))),
      'expect: nothingAcknowledgedIsLost: expected some of .*, got duplicated$',
    ],
    [
      'a cause that is not in the plan',
      fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: killService })),
      'by: expected an injury or step of this arm \\(work, inject, zeroPages\\), got killService$',
    ],
    [
      'shares upside down',
      fails(breaks(nothingAcknowledgedIsLost, 'lost', { share: ['30%', '20%'] })),
      'share: expected the smaller share first, got 0.3 and 0.2$',
    ],
    ['no finding', fails(mayBreak(noDuplicates, [])), 'noDuplicates: expected some of duplicated, got none$'],
    [
      'a class twice',
      fails(breaks(noDuplicates, 'duplicated', { classes: ['notes', 'notes'] })),
      'classes: expected each class once, got notes twice$',
    ],
  ])('%s', (_, expectation, message) => {
    expect(refusal(wrong({ arms: row(expectation) }))).toMatch(new RegExp(`^some: arm 'one': .*${message}`))
  })

  test('a function without a name', () => {
    expect(() => breaks(anonymous, 'lost')).toThrow('breaks: expected a promise, fault or step function by its name')
  })

  test('a share out of range', () => {
    expect(() => breaks(noDuplicates, 'duplicated', { share: ['0%', '130%'] })).toThrow("got '130%'")
  })
})

describe('promises', () => {
  const bare = () => {
    const { services, clients } = smallSite()
    return staging({
      site: site({ services, clients }),
      acts: { before: [work({ edits: 9 })], disaster: [timePasses('1h')] },
    })
  }
  test.each<[string, Drill, string]>([
    [
      'a recovery point without a backup',
      { ...bare(), promises: [recoveryPoint({ atMost: '1d' })] },
      'promises: recoveryPoint: expected a backup in site({ backups }), got none',
    ],
    [
      'one twice',
      wrong({ promises: [noDuplicates(), noDuplicates()] }),
      'promises: expected each promise once, got noDuplicates 2 times',
    ],
    [
      'waived and listed',
      wrong({ promises: [noDuplicates()], waives: [noDuplicates] }),
      'waives: expected promises that are not listed as well, got noDuplicates',
    ],
    [
      'an order with a class twice',
      wrong({ promises: [restoredInOrder(['notes', 'notes'])] }),
      'promises: restoredInOrder: expected each class once, got notes twice',
    ],
  ])('%s', (_, file, message) => {
    expect(refusal(file)).toBe(`some: arm 'one': ${message}`)
  })

  test('a waiver of what is not judged', () => {
    expect(refusal(wrong({ waives: [restoredInOrder] }))).toMatch(
      /waives: expected promises that are judged here .*, got restored/,
    )
  })
})

describe('sites and fleets', () => {
  const disk = volume()
  const elsewhere = volume()
  const sync = (how: object) =>
    service({ versions: { '1': how }, start: '1', data: { '/data': disk }, ready: { http: '/' } })
  const serving = sync({ command: ['serve'] })
  const served = { services: { serving }, clients: { api: talk(serving) } }
  test.each<[string, Drill, string]>([
    [
      'no client',
      staging({ site: site({ services: { serving }, clients: {} }) }),
      'site: clients: expected at least one client, through which devices reach a service, got none',
    ],
    [
      'two clients of one class',
      staging({ site: site({ ...served, clients: { a: talk(serving), b: talk(serving) } }) }),
      "site: client 'b': expected classes of its own, got contacts, which 'a' carries too",
    ],
    [
      'a client of another site',
      staging({ site: site({ services: {}, clients: served.clients }) }),
      'a service is used that the site does not declare: add it to site({...})',
    ],
    [
      'a backup onto a volume of another site',
      staging({ site: site({ ...served, backups: { nightly: backup(serving, elsewhere) } }) }),
      'a volume is used that the site does not declare: add it to site({...})',
    ],
    [
      'a service that cannot start',
      staging({
        site: (() => {
          const mute = sync({})
          return site({ services: { mute }, clients: { api: talk(mute) } })
        })(),
      }),
      "site: service 'mute': expected a command or an image for version '1', got neither",
    ],
    ['nobody', staging({ fleet: {} }), 'fleet: expected at least one group of devices, got none'],
    [
      'a selection as a group',
      staging({ fleet: { few: devices({ accounts: 4, memory: 'durable' }).some('50%') } }),
      "fleet: 'few': expected devices({...}), got a selection; draw it in steps",
    ],
    [
      'no accounts',
      wrong({
        stage: () => {
          devices({ accounts: 0, memory: 'durable' })
          throw new Error('not reached')
        },
      }),
      'devices: accounts: expected a whole number of at least 1, got 0',
    ],
    [
      'a site function that throws',
      wrong({
        stage: () => {
          throw new TypeError('x is undefined')
        },
      }),
      'site, fleet or steps threw: x is undefined',
    ],
  ])('%s', (_, file, message) => {
    expect(refusal(file)).toBe(`some: arm 'one': ${message}`)
  })

  test('a client without classes', () => {
    expect(() => client({ carries: [], connect: () => Promise.reject(new Error('never')) })).toThrow("got 'none'")
  })
})

describe('steps', () => {
  test.each<[string, Drill, string]>([
    [
      'work of nothing',
      disaster(() => [work({ edits: 0 })]),
      'disaster.1 work(edits: 0): edits: expected a whole number of at least 1, got 0',
    ],
    [
      'half an edit',
      disaster(() => [work({ edits: 1.5 })]),
      'disaster.1 work(edits: 1.5): edits: expected a whole number of at least 1, got 1.5',
    ],
    [
      'classes that nobody carries',
      disaster(() => [work({ edits: 1, classes: ['photos'] })]),
      'disaster.1 work(edits: 1, classes: photos): classes: expected classes that a client carries (contacts, notes), got photos',
    ],
    [
      'work over no time',
      disaster(() => [work({ edits: 1, over: 'soon' as never })]),
      "work: over: expected a duration such as '90s', '15min' or '1d', got 'soon'",
    ],
    [
      'devices of another drill',
      disaster(() => [work({ edits: 1, by: otherFleet.phones })]),
      'disaster.1 work: devices are used that the fleet does not declare: expected some of phones',
    ],
    [
      'work by nobody',
      disaster(({ fleet: { phones } }) => [work({ edits: 1, by: phones.except(phones) })]),
      'disaster.1: work: expected at least one device to edit, got none',
    ],
    [
      'a share of devices out of range',
      disaster(({ fleet: { phones } }) => [edgeRestore(phones.some('250%'))]),
      "disaster.1 edgeRestore(phones.some(250%)): some: expected a share between '0%' and '100%', got '250%'",
    ],
    [
      'a share of pages out of range',
      disaster(({ site: { volumes } }) => [inject(zeroPages(volumes.disk, { share: '101%' }))]),
      "zeroPages: share: expected a share between '0%' and '100%', got '101%'",
    ],
    [
      'a volume of another site',
      disaster(() => [inject(zeroPages(otherSite.volumes.disk))]),
      'disaster.1 inject: a volume is used that the site does not declare: add it to site({...})',
    ],
    [
      'a service of another site',
      disaster(() => [replace(otherSite.services.sync)]),
      'disaster.1 replace: a service is used that the site does not declare: add it to site({...})',
    ],
    [
      'a backup of another site',
      disaster(() => [takeBackup(otherSite.backups.nightly)]),
      'disaster.1 takeBackup: a backup is used that the site does not declare: add it to site({...})',
    ],
    [
      'a restore from another site',
      disaster(() => [restore(otherSite.backups.nightly)]),
      'disaster.1 restore: a backup is used that the site does not declare: add it to site({...})',
    ],
    [
      'a copy that nobody took',
      disaster(({ site: { backups } }) => [restore(takeBackup(backups.nightly))]),
      'disaster.1 restore(takeBackup(nightly)): from: expected a copy that an earlier step of this drill takes, got one that none has taken',
    ],
    [
      'an order with a class twice',
      disaster(({ site: { backups } }) => [restore(backups.nightly, { order: ['notes', 'notes'] })]),
      'disaster.1 restore(nightly, order: notes, notes): order: expected each class once, got notes twice',
    ],
    [
      'an order that the engine cannot',
      (() => {
        const parts = smallSite()
        const nightly: EngineBackup = { ...parts.backups.nightly, can: [] }
        const acts = { before: [work({ edits: 1 })], disaster: [restore(nightly, { order: ['notes'] })] }
        return staging({ site: site({ ...parts, backups: { nightly } }), acts })
      })(),
      'disaster.1 restore(nightly, order: notes): order: expected an engine that can restore by class, got one that cannot',
    ],
    [
      '`at` in an act',
      disaster(() => [at('1s', timePasses('1s'))]),
      'disaster.1 at(1.0s): at: expected to stand directly inside during(work(...) or another step that goes on, [...]), got an act',
    ],
    [
      '`at` beside a fault',
      disaster((scene) => [during(cut(scene), [at('50%', timePasses('1s'))])]),
      'disaster.1.1 at(50%): at: expected to stand inside during(work(...), [...]), got something whose length is not known',
    ],
    [
      '`at` after the end',
      disaster(() => [during(work({ edits: 9, over: '1h' }), [at('2h', timePasses('1s'))])]),
      'disaster.1.1 at(2h): at: expected at most 1h, when the work ends, got 2h',
    ],
    [
      'during and nothing',
      disaster((scene) => [during(cut(scene), [false])]),
      'disaster.1 during(cutLink(sync)): steps: expected at least one step beside it, got none',
    ],
    [
      'during damage',
      disaster(({ site: { volumes } }) => [during(zeroPages(volumes.disk) as never, [timePasses('1s')])]),
      'disaster.1 during(zeroPages(disk)): ongoing: expected a step, or a fault, which heals, got damage, which stays',
    ],
    [
      'no rounds',
      disaster(() => [repeat(0, [timePasses('1s')])]),
      'disaster.1 repeat(0): times: expected a whole number of at least 1, got 0',
    ],
    [
      'a fault that was never injected',
      disaster((scene) => [inject(cut(scene)), heal(cutLink(scene.site.clients.api.link))]),
      'disaster.2 heal(cutLink(sync)): fault: expected the very fault that an earlier step injects, got another',
    ],
    [
      'a command of nothing',
      disaster(() => [run([])]),
      'disaster.1 run(): argv: expected a program and its arguments, got nothing',
    ],
    [
      'a fault as a step',
      disaster((scene) => [cut(scene) as never]),
      'disaster: expected steps such as work(...) or inject(...), got a fault',
    ],
    [
      'true as a step',
      disaster(() => [true as never]),
      'disaster: expected steps such as work(...) or inject(...), got true',
    ],
    ['no disaster', disaster(() => [false]), 'disaster: expected at least one step, got none'],
    [
      'nothing to lose',
      drillOf(() => ({ before: [timePasses('1h')] })),
      'before: expected work, so that there is something to lose, got none',
    ],
    [
      'an injury before the disaster',
      drillOf(({ site: { volumes } }) => ({
        before: [work({ edits: 1 }), inject(zeroPages(volumes.disk))],
      })),
      'before.2 inject(zeroPages(disk)): before: expected injuries to backups only, others in disaster, got zeroPages on a volume',
    ],
  ])('%s', (_, file, message) => {
    expect(refusal(file)).toBe(`some: arm 'one': ${message}`)
  })

  test('rotting copies may lie there before the disaster', () => {
    const rotten = drillOf(({ site: { volumes } }) => ({
      before: [work({ edits: 1 }), inject(zeroPages(volumes.shelf))],
    }))
    expect(refusal(rotten)).toBe('it was accepted')
  })
})

describe('a file', () => {
  test.each([
    ['nothing', '', 'got no default export'],
    ['something else', 'export default 7', 'got a default export of another kind (number)'],
    ['a row', 'export default { is: "row" }', 'got a default export of another kind (object)'],
    ['a mistake', 'throw new Error("of mine")', 'cannot be read: of mine'],
  ])('that exports %s', async (_, text, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'syncdrill-load-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'x.drill.mjs')
    await writeFile(file, text)
    await expect(load(file)).rejects.toThrow(`${file}: `)
    await expect(load(file)).rejects.toThrow(message)
  })

  test('that is not there', async () => {
    await expect(load('/nowhere/x.drill.ts')).rejects.toThrow('/nowhere/x.drill.ts: cannot be read')
  })
})

test('a drill made by hand is one like any other', () => {
  const file = drill({
    title: 'By hand',
    story: 'All in one place.',
    arms: { one: { expect: passes } },
    site: smallSite,
    fleet: smallFleet,
    steps: () => ({ before: [work({ edits: 1 })], disaster: [timePasses('1h')] }),
    promises: [noDuplicates()],
  })
  expect(refusal(file)).toBe('it was accepted')
})
