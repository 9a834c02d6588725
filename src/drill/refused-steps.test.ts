import { describe, expect, test } from 'vitest'
import type { EngineBackup } from '../backups/index.ts'
import { cutLink, zeroPages } from '../faults/index.ts'
import { PRESET_NAMES } from '../records/index.ts'
import { site } from '../site/index.ts'
import {
  at,
  during,
  edgeRestore,
  heal,
  inject,
  repeat,
  replace,
  restore,
  run,
  takeBackup,
  timePasses,
  work,
  type Steps,
} from '../steps/index.ts'
import type { Drill } from './drill.ts'
import { cut, drillOf, refusal, smallFleet, smallSite, type Scene } from './fixture.ts'

const wrong = (change: Partial<Drill>): Drill => ({ ...drillOf(() => ({})), ...change })
const staging = (change: Partial<ReturnType<Drill['stage']>>): Drill =>
  wrong({ stage: (row) => ({ ...drillOf(() => ({})).stage(row), ...change }) })
const disaster = (steps: (scene: Scene) => Steps): Drill => drillOf((scene) => ({ disaster: steps(scene) }))

const otherSite = smallSite()
const otherFleet = smallFleet()

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
      'collections that nobody carries',
      disaster(() => [work({ edits: 1, collections: ['photos'] })]),
      'disaster.1 work(edits: 1, collections: photos): collections: ' +
        'expected some of contacts, notes (carried), got photos',
    ],
    [
      'shares of collections that nobody carries',
      disaster(() => [work({ edits: 1, collections: { notes: '60%', photos: '40%' } })]),
      'disaster.1 work(edits: 1, collections: notes: 60%, photos: 40%): collections: expected some of contacts, ' +
        'notes (carried), got photos',
    ],
    [
      'shares of a collection that there is not',
      disaster(() => [work({ edits: 1, collections: { contcats: '100%' } })]),
      'disaster.1 work(edits: 1, collections: contcats: 100%): collections: expected some of ' +
        `${PRESET_NAMES.join(', ')} (did you mean 'contacts'?), got contcats`,
    ],
    [
      'shares of collections that do not add up',
      disaster(() => [work({ edits: 1, collections: { notes: '60%' } })]),
      'work: collections: expected shares that make 100%, got 60%',
    ],
    [
      'a mix that does not add up',
      disaster(() => [work({ edits: 1, mix: { create: '60%' } })]),
      'work: mix: expected shares that make 100%, got 60%',
    ],
    [
      'work over no time',
      disaster(() => [work({ edits: 1, over: 'soon' as never })]),
      "work: over: expected a duration such as '90s', '15min' or '1d', got 'soon'",
    ],
    [
      'devices of another drill',
      disaster(() => [work({ edits: 1, devices: otherFleet.phones })]),
      'disaster.1 work: devices are used that the fleet does not declare: expected some of phones',
    ],
    [
      'work by nobody',
      disaster(({ fleet: { phones } }) => [work({ edits: 1, devices: phones.except(phones) })]),
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
      'disaster.1 restore(takeBackup(nightly)): from: expected a copy that an earlier step takes, got another',
    ],
    [
      'an order with a collection twice',
      disaster(({ site: { backups } }) => [restore(backups.nightly, { order: ['notes', 'notes'] })]),
      'disaster.1 restore(nightly, order: notes, notes): order: expected each collection once, got notes twice',
    ],
    [
      'an order that the engine cannot',
      (() => {
        const parts = smallSite()
        const nightly: EngineBackup = { ...parts.backups.nightly, can: [] }
        const acts = { before: [work({ edits: 1 })], disaster: [restore(nightly, { order: ['notes'] })] }
        return staging({ site: site({ ...parts, backups: { nightly } }), acts })
      })(),
      'disaster.1 restore(nightly, order: notes): order: expected an engine that restores by collection, got another',
    ],
    [
      '`at` in an act',
      disaster(() => [at('1s', timePasses('1s'))]),
      'disaster.1 at(1.0s): at: expected during(work(...), [...]) around it, got an act',
    ],
    [
      '`at` beside a fault',
      disaster((scene) => [during(cut(scene), [at('50%', timePasses('1s'))])]),
      'disaster.1.1 at(50%): at: expected during(work(...), [...]) around it, got what has no known length',
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
    ['a command of nothing', disaster(() => [run([])]), 'run: argv: expected a program and its arguments, got nothing'],
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
      'before.2 inject(zeroPages(disk)): before: expected injuries to backups only, got zeroPages on a volume',
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
