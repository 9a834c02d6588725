import { describe, expect, test } from 'vitest'
import { foundIn, withCompany, type EditOptions, type Story } from '../testing/story.ts'

const COMPANY = 'd1.100'
const WHOLE = { name: 'n1', phone: 'p1' }

/** A contact that d1 wrote, and that `device` is then shown without its phone, or with another. */
function damaged(phone?: string, by = 'd2', collection: EditOptions['collection'] = 'contacts'): Story {
  const story = withCompany().edit('d1.1', 'r1', { collection, fields: WHOLE }).server([COMPANY, 'd1.1'])
  const fields = { name: 'n1', ...(phone !== undefined && { phone }) }
  return story.device(by, [COMPANY, story.row('d1.1', { hash: 'another', fields })], { when: 'sync' })
}
const edits = (story: Story, fields: Readonly<Record<string, string>>, more: EditOptions = {}) =>
  story.edit('d2.1', 'r1', { collection: 'contacts', on: ['d1.1'], fields, ...more })
const found = (story: Story) => foundIn(story.judged())

describe('a field that a device was shown no more, and did not have to hand on', () => {
  test('is lost by whoever took it, though the edit on top of it is there as it was written', () => {
    const judged = edits(damaged(), { name: 'n2' }).ends([COMPANY, 'd2.1']).judged()
    expect(foundIn(judged)).toEqual(['corrupted r1', 'field lost r1'])
    const [loss] = judged.promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === 'field lost')
    expect([loss?.promise, loss?.device, loss?.cause?.kind]).toEqual([
      'nothingAcknowledgedIsLost',
      'd1',
      'before anything struck',
    ])
    expect(loss?.because).toContain('no row shows its phone: d2 was shown it damaged, and edited on')
    expect(judged.fates).toEqual({ durable: 1, 'conflict-dropped': 1 })
  })

  test('by the fault before it was first shown damaged, not by one that came later', () => {
    const story = withCompany().edit('d1.1', 'r1', { collection: 'contacts', fields: WHOLE })
    story.injures('restart', [], 'effect', 'fault')
    story.device('d2', [COMPANY, story.row('d1.1', { hash: 'other', fields: { name: 'n1' } })], { when: 'sync' })
    edits(story.injures('pause', [], 'effect', 'fault'), { name: 'n2' })
    const { promises } = story.ends([COMPANY, 'd2.1']).judged()
    const losses = promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === 'field lost')
    expect(losses.map(({ cause }) => cause?.by)).toEqual(['restart'])
  })

  test('also where it was shown with a value that nobody wrote', () => {
    const story = edits(damaged('garbage'), { name: 'n2', phone: 'garbage' }).ends([COMPANY, 'd2.1'])
    expect(found(story)).toEqual(['corrupted r1', 'field lost r1'])
  })

  test('is the loss of who wrote it first, though others have built on that before', () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'contacts', fields: WHOLE })
      .edit('d3.1', 'r1', { collection: 'contacts', on: ['d1.1'], fields: { ...WHOLE, name: 'n3' } })
    story.device('d2', [COMPANY, story.row('d3.1', { hash: 'other', fields: { name: 'n3' } })], { when: 'sync' })
    story.edit('d2.1', 'r1', { collection: 'contacts', on: ['d3.1'], fields: { name: 'n2' } })
    const { promises } = story.ends([COMPANY, 'd2.1']).judged()
    const losses = promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === 'field lost')
    expect(losses.map(({ device }) => device)).toEqual(['d1'])
  })
})

describe('only the damage is found', () => {
  const CORRUPTED = ['corrupted r1']

  test('where nobody edited on top of it, or only who had not been shown it, or had by then', () => {
    expect(found(damaged().ends([COMPANY, 'd1.1']))).toEqual(CORRUPTED)
    expect(found(edits(damaged(undefined, 'd3'), { name: 'n2' }).ends([COMPANY, 'd2.1']))).toEqual(CORRUPTED)
    const early = withCompany().edit('d1.1', 'r1', { collection: 'contacts', fields: WHOLE })
    edits(early, { name: 'n2' }).device('d2', [early.row('d1.1', { hash: 'x', fields: { name: 'n1' } })], {
      when: 'sync',
    })
    expect(found(early.ends([COMPANY, 'd2.1']))).toEqual(CORRUPTED)
  })

  test('where the edit has the field as it was, or anew, or somebody wrote it anew later', () => {
    const whole = edits(damaged(), { name: 'n2', phone: 'p1' }).ends([COMPANY, 'd2.1'])
    const anew = edits(damaged(), { name: 'n2', phone: 'p2' }).ends([COMPANY, 'd2.1'])
    const later = edits(damaged(), { name: 'n2' })
    later.edit('d3.1', 'r1', { collection: 'contacts', on: ['d2.1'], fields: { name: 'n2', phone: 'p3' } })
    for (const story of [whole, anew, later.ends([COMPANY, 'd3.1'])]) expect(found(story)).toEqual(CORRUPTED)
  })

  test('where a row shows the field at the end, as a server does that merges', () => {
    const story = edits(damaged(), { name: 'n2' })
    const merged = story.row('d2.1', { hash: 'merged', fields: { name: 'n2', phone: 'p1' } })
    expect(found(story.ends([COMPANY, merged]))).toEqual(CORRUPTED)
  })

  test('where the collection does not merge: who saw a note and wrote another has replaced it', () => {
    const story = damaged(undefined, 'd2', 'calendar')
    expect(found(edits(story, { name: 'n2' }, { collection: 'calendar' }).ends([COMPANY, 'd2.1']))).toEqual(CORRUPTED)
  })

  test('where it was never acknowledged', () => {
    const story = withCompany().edit('d1.1', 'r1', { collection: 'contacts', fields: WHOLE, outcome: 'indeterminate' })
    story.device('d2', [COMPANY, story.row('d1.1', { hash: 'x', fields: { name: 'n1' } })], { when: 'sync' })
    expect(found(edits(story, { name: 'n2' }).ends([COMPANY, 'd2.1']))).not.toContain('field lost r1')
  })
})
