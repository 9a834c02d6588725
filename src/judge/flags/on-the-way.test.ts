import { describe, expect, test } from 'vitest'
import { foundIn, Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const

describe('an empty list before the end', () => {
  /** Nothing is shown once, after what happens; then all is there again. */
  const emptied = (happens: (story: Story) => unknown = () => undefined) => {
    const story = withCompany().edit('d1.1', 'r1')
    happens(story)
    return story.server([]).server([COMPANY, 'd1.1'])
  }
  const found = (story: Story) => foundIn(story.ends([COMPANY, 'd1.1']).judged())

  test('is a finding where nothing had taken the records', () => {
    expect(found(emptied())).toEqual(['shown empty'])
    expect(emptied().ends([COMPANY, 'd1.1']).judged().flags).toEqual({ 'shown empty': 1 })
    expect(found(emptied((story) => story.injures('killService', [], 'effect', 'fault')))).toEqual(['shown empty'])
    expect(found(emptied().injures('zeroPages', SAN))).toEqual(['shown empty'])
  })

  test('says who showed it, and to look at the adapter where nothing had struck', () => {
    const [before, after] = [
      () => undefined,
      (story: Story) => story.injures('killService', [], 'effect', 'fault'),
    ].map((happens) => emptied(happens).ends([COMPANY, 'd1.1']).judged().sentence)
    const showed = 'the server showed an empty list, and the account had 2 records'
    expect([before, after]).toEqual([`${showed}, before anything struck: check the adapter first`, showed])
  })

  test('is none once damage was done, or a fault took what somebody held, among others that took nothing', () => {
    const fault = (story: Story) => story.injures('cutLink', [], 'effect', 'fault')
    expect(found(emptied((story) => fault(story).injures('corrupt')))).toEqual([])
    expect(found(emptied((story) => fault(story).injures('unplug', SAN, 'effect', 'fault')))).toEqual([])
  })

  test('is none after a step that may take data away; a step that was skipped, or came later, is no excuse', () => {
    expect(found(emptied((story) => story.step('recovery.1')))).toEqual([])
    const skipped = (story: Story) => story.tell({ is: 'step', step: 'recovery.1', state: 'skipped' })
    expect(found(emptied(skipped))).toEqual(['shown empty'])
    expect(found(emptied().step('recovery.1'))).toEqual(['shown empty'])
  })

  test('is none where it never came back: that is a loss, and said once', () => {
    const story = withCompany().edit('d1.1', 'r1').injures('cutLink', [], 'effect', 'fault').server([])
    expect(foundIn(story.server([]).ends([]).judged())).toEqual(['unrecoverable company', 'unrecoverable r1'])
  })

  test('is none where only what was written later is shown afterwards', () => {
    const story = withCompany().edit('d1.1', 'r1').injures('cutLink', [], 'effect', 'fault').server([])
    story.edit('d1.2', 'r1', { on: ['d1.1'] }).server(['d1.2'])
    expect(foundIn(story.ends(['d1.2']).judged())).toEqual(['unrecoverable company'])
  })

  test('is none where nobody owned anything yet, or where a collection was closed', () => {
    expect(
      found(
        withCompany()
          .edit('d1.1', 'r1')
          .server([], { unread: ['notes'] }),
      ),
    ).toEqual([])
    const early = withCompany().edit('d2.1', 'r2', { account: 'a2', outcome: 'rejected' })
    expect(found(early.server([], { account: 'a2' }).edit('d1.1', 'r1'))).toEqual([])
  })
})

describe('a damaged row before the end', () => {
  const written = (outcome: 'acked' | 'rejected' | 'indeterminate' = 'acked') =>
    withCompany().edit('d1.1', 'r1', { outcome })
  const damaged = (story: Story) => story.row('d1.1', { hash: 'another', fields: { text: 'another' } })
  const shown = (story = written()) => story.server([COMPANY, damaged(story)])
  const restored = (story: Story, state: 'begin' | 'refused' | 'opened' | 'end') =>
    story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', state })
  const found = (story: Story, ...newest: readonly string[]) => foundIn(story.ends([COMPANY, ...newest]).judged())

  test('stays damaged, though the last reads are whole', () => {
    expect(found(shown(), 'd1.1')).toEqual(['corrupted r1'])
    expect(found(shown().edit('d1.2', 'r1', { on: ['d1.1'] }), 'd1.2')).toEqual(['corrupted r1'])
  })

  test('is repaired by what was restored after it was last seen; not by what was refused, or only begun', () => {
    expect(found(restored(shown(), 'end'), 'd1.1')).toEqual([])
    expect(found(restored(shown(), 'opened'), 'd1.1')).toEqual([])
    expect(found(shown().tell({ is: 'replaced', what: 'san', kind: 'volume' }), 'd1.1')).toEqual([])
    for (const state of ['begin', 'refused'] as const)
      expect(found(restored(shown(), state), 'd1.1')).toEqual(['corrupted r1'])
    const before = restored(written(), 'end')
    expect(found(shown(before), 'd1.1')).toEqual(['corrupted r1'])
  })

  test('is not repaired once somebody who was shown it has edited it', () => {
    const edited = (by: 'd1' | 'd2', first: 'shown' | 'edited') => {
      const story = written()
      const edits = () => story.edit(`${by}.7`, 'r1', { on: ['d1.1'] })
      if (first === 'edited') edits()
      story.device('d1', [COMPANY, damaged(story)], { when: 'sync' })
      if (first === 'shown') edits()
      return found(restored(story, 'end'), `${by}.7`)
    }
    expect(edited('d1', 'shown')).toEqual(['corrupted r1'])
    expect(edited('d2', 'shown')).toEqual([])
    expect(edited('d1', 'edited')).toEqual([])
  })

  test('is blamed on what happened after it was last shown whole, also where only the last reads show it', () => {
    const fault = (story: Story, name: string) => story.injures(name, [], 'effect', 'fault')
    const causes = (story: Story) =>
      story
        .judged()
        .promises.flatMap(({ findings }) =>
          findings.flatMap(({ finding, cause }) => (cause ? [`${finding} by ${cause.by}`] : [finding])),
        )
    const struck = () => fault(fault(written(), 'killService').server([COMPANY, 'd1.1']), 'fillDisk')
    const once = shown(struck())
    expect(causes(once.ends([COMPANY, 'd1.1']))).toEqual(['corrupted by fillDisk'])
    const atLast = struck()
    const rows = [COMPANY, damaged(atLast)]
    expect(causes(atLast.ends(rows, rows))).toEqual(['corrupted by fillDisk'])
    // A device that was not told of it shows what was written: that differs by the same.
    const apart = struck()
    expect(causes(apart.ends([COMPANY, 'd1.1'], [COMPANY, damaged(apart)]))).toEqual([
      'corrupted by fillDisk',
      'diverged by fillDisk',
    ])
  })

  test('is blamed on the fault that was on while it was sent, where nobody was ever shown it whole', () => {
    const sentUnder = withCompany().injures('breakUploads', [], 'effect', 'fault').edit('d1.1', 'r1')
    sentUnder.heals('breakUploads')
    const rows = [COMPANY, damaged(sentUnder)]
    const [finding] = sentUnder
      .ends(rows, rows)
      .judged()
      .promises.flatMap(({ findings }) => findings)
    expect([finding?.finding, finding?.cause?.by]).toEqual(['corrupted', 'breakUploads'])
  })

  test('is not blamed on a step that failed later', () => {
    const struck = (story: Story) => story.injures('fillDisk', [], 'effect', 'fault')
    const fails = (story: Story) =>
      story
        .tell({ is: 'step', step: 'recovery.1', state: 'begin' })
        .tell({ is: 'step', step: 'recovery.1', state: 'failed', because: 'it did not come up' })
    const causeOf = (story: Story) => story.judged().promises.flatMap(({ findings }) => findings)[0]?.cause?.kind
    const whole = () => written().server([COMPANY, 'd1.1'])
    expect(causeOf(fails(shown(struck(whole()))).ends([COMPANY, 'd1.1']))).toBe('injury')
    expect(causeOf(shown(fails(struck(whole()))).ends([COMPANY, 'd1.1']))).toBe('failed step')
  })

  test('where it was there before anything struck, the sentence says so, and how much of it', () => {
    const early = shown(written()).injures('killService', [], 'effect', 'fault')
    expect(early.ends([COMPANY, 'd1.1']).judged().sentence).toBe(
      '1 of 2 acknowledged records is damaged, before anything struck: check the adapter first',
    )
    const both = shown(written().edit('d1.2', 'r2')).server([COMPANY, 'd1.1', 'd1.2'])
    both.injures('fillDisk', [], 'effect', 'fault')
    const later = both.row('d1.2', { hash: 'another', fields: { text: 'another' } })
    expect(both.ends([COMPANY, 'd1.1', later]).judged().sentence).toBe(
      '2 of 3 acknowledged records are damaged, taken by fill disk, ' +
        '1 of them before anything struck: check the adapter first',
    )
  })

  test('is nobody’s loss while the edit may yet be carried out; what was refused must not be shown at all', () => {
    expect(found(shown(written('indeterminate')))).toEqual([])
    expect(found(shown(written('rejected')))).toContain('corrupted r1')
  })
})

test('a row that names no record, and that nobody wrote, is a phantom where it is shown, and nowhere else', () => {
  const strange = { collection: 'notes', id: 'x', hash: 'h', fields: {} } as const
  expect(foundIn(withCompany().ends([COMPANY, strange]).judged())).toEqual(['phantom', 'phantom', 'phantom', 'phantom'])
  const aside = withCompany().view({ kind: 'aside', account: 'a1', device: 'd1' }, [strange])
  expect(foundIn(aside.ends([COMPANY]).judged())).toEqual([])
})

test('what is back after it was deleted counts among the records', () => {
  const story = withCompany()
    .edit('d1.1', 'r1')
    .edit('d1.2', 'r1', { on: ['d1.1'], delete: true })
  const { flags, promises } = story.ends([COMPANY, 'd1.1']).judged()
  expect(flags).toEqual({ resurrected: 1 })
  expect(promises.flatMap(({ findings }) => findings).map(({ uncounted }) => uncounted)).toEqual([undefined])
})

test('a row from before the drill is no phantom, though it carries a name like ours', () => {
  const old = { collection: 'notes', id: 'old', record: 'r9', version: 'z.1', hash: 'as it was', fields: {} } as const
  const adopted = new Story().server([old], { when: 'adopt' }).edit(COMPANY, 'company')
  expect(foundIn(adopted.ends([COMPANY, old]).judged())).toEqual([])
  const another = new Story().server([old], { when: 'adopt' }).edit(COMPANY, 'company')
  expect(foundIn(another.ends([COMPANY, old, { ...old, id: 'new', hash: 'another' }]).judged())).toContain('phantom r9')
})
