import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { client } from '../clients/index.ts'
import { killService } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { noDuplicates, nothingAcknowledgedIsLost, recoveryPoint, restoredInOrder } from '../judge/promises/index.ts'
import { service, site, volume } from '../site/index.ts'
import { timePasses, work } from '../steps/index.ts'
import { drill, type Drill } from './drill.ts'
import { breaks, fails, passes, refuses, waives } from './expectation.ts'
import { backup, drillOf, refusal, smallFleet, smallSite, talk } from './fixture.ts'
import { load } from './load.ts'

const wrong = (change: Partial<Drill>): Drill => ({ ...drillOf(() => ({})), ...change })
const staging = (change: Partial<ReturnType<Drill['stage']>>): Drill =>
  wrong({ stage: (row) => ({ ...drillOf(() => ({})).stage(row), ...change }) })
const row = (expectation: unknown, more: object = {}) => ({ one: { ...more, expect: expectation } }) as never

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
      'by: expected an injury of this arm, or a step that can take data away \\(zeroPages\\), got killService$',
    ],
    [
      'shares upside down',
      fails(breaks(nothingAcknowledgedIsLost, 'lost', { share: ['30%', '20%'] })),
      'share: expected the smaller share first, got 0.3 and 0.2$',
    ],
    [
      'a step that takes nothing',
      fails(breaks(nothingAcknowledgedIsLost, { by: loose(work) })),
      'by: expected an injury of this arm, or a step that can take data away \\(zeroPages\\), got work$',
    ],
    ['no finding', fails(breaks(noDuplicates, [])), 'noDuplicates: expected some of duplicated, got none$'],
    ['a list of none waived', fails(breaks(noDuplicates), waives(noDuplicates, [])), 'some of duplicated, got none$'],
    [
      'nothing that breaks',
      fails(waives(noDuplicates), refuses(noDuplicates)),
      'expect: fails: expected at least one breaks\\(...\\), got none$',
    ],
    [
      'a refusal of what is not judged',
      fails(breaks(noDuplicates), refuses(restoredInOrder)),
      /expect: expected a promise of this drill \(.*\), got restoredInOrder$/.source,
    ],
    [
      'a collection twice',
      fails(breaks(noDuplicates, 'duplicated', { collections: ['notes', 'notes'] })),
      'collections: expected each collection once, got notes twice$',
    ],
  ])('%s', (_, expectation, message) => {
    expect(refusal(wrong({ arms: row(expectation) }))).toMatch(new RegExp(`^some: arm 'one': .*${message}`))
  })

  test('a function without a name', () => {
    expect(() => breaks(anonymous, 'lost')).toThrow('breaks: expected a promise, fault or step function by its name')
  })

  test('an option that there is not', () => {
    const misspelt = () => breaks(noDuplicates, loose({ shares: ['1%', '2%'] }))
    expect(misspelt).toThrow(
      "breaks: expected share, collections, acknowledged, by (did you mean 'share'?), got 'shares'",
    )
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
      { ...bare(), promises: [recoveryPoint({ within: '1d' })] },
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
      'an order with a collection twice',
      wrong({ promises: [restoredInOrder(['notes', 'notes'])] }),
      'promises: restoredInOrder: expected each collection once, got notes twice',
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
      'two clients of one collection',
      staging({ site: site({ ...served, clients: { a: talk(serving), b: talk(serving) } }) }),
      "site: client 'b': expected collections of its own, got contacts, which 'a' carries too",
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

  test('a client without collections', () => {
    expect(() => client({ carries: [], connect: () => Promise.reject(new Error('never')) })).toThrow('got none')
  })
})

describe('a file', () => {
  test.each([
    ['nothing', '', 'got no default export'],
    ['something else', 'export default 7', 'got a default export of another kind (number)'],
    ['a row', 'export default { is: "row" }', 'got a default export of another kind (object)'],
    ['a mistake', 'throw new Error("of mine")', 'cannot be read: of mine'],
    [
      'a drill with a misspelt member',
      `import { drill } from ${JSON.stringify(new URL('./drill.ts', import.meta.url).href)}; drill({ titel: 'x' })`,
      'x.drill.mjs: drill: expected title, story, ',
    ],
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
