import { describe, expect, test } from 'vitest'
import type { Plan, PlannedStep } from '../../ledger/index.ts'
import { Story, struck, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const
const VAULT = [{ kind: 'volume', volume: 'vault' }] as const

const causesOf = (story: Story) =>
  story
    .judged()
    .promises.flatMap(({ findings }) => findings)
    .flatMap(({ record, cause }) => (record !== undefined && cause ? [cause] : []))

const inShort = (story: Story) => causesOf(story).map(({ kind, by }) => `${kind}: ${by}`)

const failed = (story: Story, service: string) => story.tell({ is: 'service', service, version: 'v1', state: 'failed' })

const shownOnce = (story = withCompany()) => story.edit('d1.1', 'r1').server([COMPANY, 'd1.1'])
const gone = (story: Story) =>
  story.server([COMPANY]).view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1']).ends([COMPANY])

const planning = (...steps: readonly PlannedStep[]) => {
  const sync = { name: 'sync', versions: ['v1'], start: 'v1', data: { rows: 'san' }, domains: [] }
  const none = { services: [sync], volumes: [], domains: [], links: [], clients: [], backups: [], devices: [] } as const
  const plan: Plan = { ...none, accounts: [], steps }
  return withCompany(new Story().tell({ is: 'plan', plan }))
}
const step = (name: string): PlannedStep => ({ id: 'recovery.1', act: 'recovery', name, label: name })

describe('a service that ended by itself', () => {
  test('is named where the record vanished then, the first of several', () => {
    const story = failed(failed(shownOnce(), 'sync'), 'mail')
    expect(inShort(gone(story))).toEqual(['service ended: sync'])
  })

  test('is not named for what was gone by then, or was still there afterwards', () => {
    const before = failed(struck(), 'sync')
    expect(inShort(gone(shownOnce(before)))).toEqual(['the service itself: the service itself'])
    const after = shownOnce(struck()).server([COMPANY])
    expect(inShort(gone(failed(after, 'sync')))).toEqual(['the service itself: the service itself'])
  })

  test('a fault before it brought it down; one after it did not; damage took the data either way', () => {
    const fault = (story: Story) => story.injures('fillDisk', [], 'effect', 'fault')
    expect(inShort(gone(failed(fault(shownOnce()), 'sync')))).toEqual(['injury: fillDisk'])
    expect(inShort(gone(fault(failed(shownOnce(), 'sync'))))).toEqual(['service ended: sync'])
    expect(inShort(gone(failed(shownOnce(), 'sync').injures('zeroPages', SAN)))).toEqual(['injury: zeroPages'])
  })
})

test('a failed step is named before what came later; not one that was to be interrupted, and ran to its end', () => {
  const fails = (story: Story) =>
    story
      .tell({ is: 'step', step: 'disaster.1', state: 'begin' })
      .tell({ is: 'step', step: 'disaster.1', state: 'failed', because: 'it ended otherwise' })
  const never = { is: 'moment', step: 'disaster.1', service: 'sync', milestone: 'migrated', state: 'never' } as const
  expect(inShort(gone(fails(shownOnce()).injures('destroy', SAN)))).toEqual(['failed step: disaster.1'])
  expect(inShort(gone(fails(shownOnce().tell(never)).injures('destroy', SAN)))).toEqual(['injury: destroy'])
})

describe('the last holder', () => {
  const copied = (story: Story) =>
    story
      .tell({ is: 'copy', backup: 'nightly', copy: 'nightly/1', volume: 'vault', state: 'begin' })
      .tell({ is: 'copy', backup: 'nightly', copy: 'c', volume: 'vault', state: 'claimed ok' })
  const unrecoverable = (story: Story) => {
    const [cause] = causesOf(story.server([COMPANY]).ends([COMPANY]))
    return [...(cause?.others ?? []), ...(cause ? [cause] : [])].map(({ holder, by }) => `${holder} by ${by}`)
  }

  test('was a copy, after the server', () => {
    const story = copied(shownOnce(planning())).injures('zeroPages', SAN).injures('burn', VAULT)
    expect(unrecoverable(story)).toEqual(["the server's copy by zeroPages", 'the copies of nightly by burn'])
  })

  test('was no copy that was made after the fire, nor one that was begun before the edit', () => {
    const later = copied(shownOnce(planning()).injures('burn', VAULT)).injures('zeroPages', SAN)
    expect(unrecoverable(later)).toEqual(["the server's copy by zeroPages"])
    const earlier = shownOnce(copied(planning())).injures('zeroPages', SAN).injures('burn', VAULT)
    expect(unrecoverable(earlier)).toEqual(["the server's copy by zeroPages"])
  })

  test('was a device that a step reset while it went on', () => {
    const reset = (story: Story) => story.tell({ is: 'device', device: 'd1', state: 'reset' })
    const story = shownOnce().injures('zeroPages', SAN).step('recovery.1', reset)
    expect(unrecoverable(story)).toEqual(["the server's copy by zeroPages", "d1's by recovery.1"])
    const outside = reset(shownOnce().injures('zeroPages', SAN).step('recovery.1'))
    expect(unrecoverable(outside)).toEqual(["the server's copy by zeroPages"])
  })

  test('was not a device that lost what it held before it had the record', () => {
    const cycled = withCompany().injures('powerCycle', [{ kind: 'device', device: 'd1' }])
    expect(unrecoverable(shownOnce(cycled).injures('zeroPages', SAN))).toEqual(["the server's copy by zeroPages"])
  })
})

describe('a step', () => {
  test('is blamed while it went on, if it can take data away, and was not skipped', () => {
    const blamed = (name: string) => inShort(gone(shownOnce(struck(planning(step(name)))).step('recovery.1')))
    expect(blamed('rollBack')).toEqual(['step: rollBack'])
    expect(blamed('work')).toEqual(['the service itself: the service itself'])
    const skipped = shownOnce(struck(planning(step('rollBack'))))
    skipped.tell({ is: 'step', step: 'recovery.1', state: 'skipped' })
    expect(inShort(gone(skipped))).toEqual(['the service itself: the service itself'])
  })

  test('is not blamed for what was there after it, or was gone before it', () => {
    const early = shownOnce(struck(planning(step('rollBack'))).step('recovery.1'))
    expect(inShort(gone(early))).toEqual(['the service itself: the service itself'])
    const late = shownOnce(struck(planning(step('rollBack')))).server([COMPANY])
    expect(inShort(gone(late.step('recovery.1')))).toEqual(['the service itself: the service itself'])
  })
})

describe('a step that failed', () => {
  const failing = (story: Story, mayFail?: true) => {
    const its = { is: 'step', step: 'recovery.1' } as const
    return story.tell({ ...its, state: 'begin' }).tell({ ...its, state: 'failed', ...(mayFail && { mayFail }) })
  }

  test('is named before all else for what was acknowledged by then, and for nothing that came later', () => {
    expect(inShort(gone(failing(shownOnce().injures('zeroPages', SAN))))).toEqual(['failed step: recovery.1'])
    const later = shownOnce(failing(struck())).injures('zeroPages', SAN)
    expect(inShort(gone(later))).toEqual(['injury: zeroPages'])
  })

  test('is none where the drill says that it may fail', () => {
    expect(inShort(gone(failing(shownOnce().injures('zeroPages', SAN), true)))).toEqual(['injury: zeroPages'])
  })
})

test('what the service lost by itself it lost after the last injury, though that was over', () => {
  const fault = (story: Story, name: string) => story.injures(name, [], 'effect', 'fault').heals(name)
  const story = gone(shownOnce(fault(fault(withCompany(), 'cutLink'), 'killService')))
  expect(causesOf(story).map(({ kind, after }) => [kind, after?.by])).toEqual([['the service itself', 'killService']])
})

describe('a conflict', () => {
  test('is named where neither had seen the other; an edit that was built on is none', () => {
    const fields = (name: string, phone: string) => ({ collection: 'contacts', fields: { name, phone } }) as const
    const edited = (on: readonly string[]) => {
      const story = struck()
        .edit('d1.1', 'r1', fields('n0', 'p0'))
        .edit('d2.1', 'r1', { ...fields('n0', 'p1'), on: ['d1.1'] })
        .edit('d1.2', 'r1', { ...fields('n1', on.includes('d2.1') ? 'p1' : 'p0'), on: ['d1.1', ...on] })
      return inShort(story.ends([COMPANY, story.row('d2.1')]))
    }
    expect(edited([])).toEqual(['conflict: conflict'])
    expect(edited(['d2.1'])).toEqual(['the service itself: the service itself'])
  })
})

describe('what was deleted is back', () => {
  const deleted = (story = withCompany()) => story.edit('d1.1', 'r1').edit('d1.2', 'r1', { on: ['d1.1'], delete: true })

  test('by the step before the server showed it again, or before a device did, where the server never did', () => {
    expect(inShort(deleted().step('recovery.1').ends([COMPANY, 'd1.1']))).toEqual(['step: recovery.1'])
    const onDevice = deleted().step('recovery.1').ends([COMPANY, 'd1.1'], [COMPANY]).judged()
    const findings = onDevice.promises.flatMap((one) => one.findings).filter(({ finding }) => finding === 'resurrected')
    expect(findings.map(({ cause }) => cause?.by)).toEqual(['recovery.1'])
  })

  const IGNORED = 'delete ignored: delete ignored'
  const ITSELF = 'the service itself: the service itself'
  const fault = (name: string) => (story: Story) => story.injures(name, [], 'effect', 'fault')

  test('not by a step that was over when it was deleted, nor by one that began once it was back', () => {
    const before = deleted(withCompany().step('recovery.1')).ends([COMPANY, 'd1.1'])
    const after = deleted().server([COMPANY, 'd1.1']).step('recovery.1').ends([COMPANY, 'd1.1'])
    for (const story of [before, after]) expect(inShort(story)).toEqual([IGNORED])
    const wasGone = deleted().server([COMPANY]).server([COMPANY, 'd1.1']).step('recovery.1').ends([COMPANY, 'd1.1'])
    expect(inShort(wasGone)).toEqual([ITSELF])
    const wasThere = deleted().step('recovery.1').server([COMPANY]).ends([COMPANY, 'd1.1'])
    expect(inShort(wasThere)).toEqual([ITSELF])
  })

  test('by the fault between the last read without it and the first with it, and by none before or after these', () => {
    const told = (...happens: readonly ((story: Story) => unknown)[]) => {
      const story = deleted(fault('cutLink')(withCompany()))
      for (const one of happens) one(story)
      return inShort(story.ends([COMPANY, 'd1.1']))
    }
    const goes = (story: Story) => story.server([COMPANY])
    const comes = (story: Story) => story.server([COMPANY, 'd1.1'])
    expect(told(goes, fault('restart'))).toEqual(['injury: restart'])
    expect(told(fault('restart'), goes)).toEqual(['the service itself: the service itself'])
    expect(told(goes, comes, fault('restart'))).toEqual(['the service itself: the service itself'])
    expect(told(comes, goes, fault('restart'), comes, fault('pause'))).toEqual(['injury: restart'])
    expect(told(goes, fault('restart'), goes, comes)).toEqual([ITSELF])
    // At the end a device still shows what the server had shown once more.
    const once = deleted().injures('early', [], 'effect', 'fault').server([COMPANY])
    fault('restart')(once).server([COMPANY, 'd1.1']).server([COMPANY])
    const { promises } = once.ends([COMPANY, 'd1.1'], [COMPANY]).judged()
    const back = promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === 'resurrected')
    expect(back.map(({ cause }) => cause?.by)).toEqual(['restart'])
  })

  test('is ignored where no read ever missed it, whatever fault lies between two reads; damage took the delete', () => {
    expect(inShort(fault('kill')(deleted()).ends([COMPANY, 'd1.1']))).toEqual([IGNORED])
    const shown = deleted().server([COMPANY, 'd1.1'])
    expect(inShort(fault('kill')(shown).ends([COMPANY, 'd1.1']))).toEqual([IGNORED])
    const beforeIt = deleted(withCompany().server([COMPANY]))
    expect(inShort(fault('kill')(beforeIt).ends([COMPANY, 'd1.1']))).toEqual([IGNORED])
    const unread = fault('kill')(deleted().server([], { state: 'unreadable' }))
    expect(inShort(unread.ends([COMPANY, 'd1.1']))).toEqual([IGNORED])
    expect(inShort(deleted().injures('zeroPages', SAN).ends([COMPANY, 'd1.1']))).toEqual(['injury: zeroPages'])
  })

  test('and is said so: it is still there, and nothing has taken it', () => {
    const { sentence, promises } = fault('kill')(deleted()).ends([COMPANY, 'd1.1']).judged()
    expect(sentence).toBe(
      '1 of 2 acknowledged records is there though it was deleted: the service acknowledged that, and no read found ' +
        'it carried out',
    )
    const [finding] = promises.flatMap(({ findings }) => findings)
    expect(finding?.because).toContain('deleted and acknowledged, and still on')
  })
})

test('what vanished while somebody was at it was taken by what they were asked for', () => {
  const what = 'Restore account set A to last night'
  const story = shownOnce(planning({ ...step('ask'), takes: true }))
    .tell({ is: 'step', step: 'recovery.1', state: 'begin' })
    .tell({ is: 'asked', step: 'recovery.1', what, withinMs: 60_000, of: 'the terminal' })
    .tell({
      is: 'replied',
      step: 'recovery.1',
      reply: 'done',
      words: '',
      by: 'kim',
      through: 'terminal',
      time: '2026-11-24T04:10:22Z',
    })
    .tell({ is: 'step', step: 'recovery.1', state: 'end' })
  const { sentence } = gone(story).judged()
  expect(inShort(story)).toEqual(['step: ask'])
  expect(sentence).toContain(`taken by what somebody was asked for ('${what}')`)
})
