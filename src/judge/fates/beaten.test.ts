import { describe, expect, test } from 'vitest'
import { foundIn, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'

describe('what lost a conflict to something that was deleted since', () => {
  test('an update that may have lost to another, which was then deleted, need not be there', () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'calendar' })
      .edit('d1.2', 'r1', { collection: 'calendar', on: ['d1.1'] })
    story.edit('d2.1', 'r1', { collection: 'calendar', on: ['d1.1'] })
    story.edit('d2.2', 'r1', { collection: 'calendar', on: ['d2.1'], delete: true })
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('a rival that was refused, or that nobody sent, has beaten nobody', () => {
    for (const outcome of ['rejected', 'unsent'] as const) {
      const story = withCompany()
        .edit('d1.1', 'r1', { collection: 'calendar' })
        .edit('d1.2', 'r1', { collection: 'calendar', on: ['d1.1'] })
        .edit('d2.1', 'r1', { collection: 'calendar', on: ['d1.1'], outcome })
        .edit('d2.2', 'r1', { collection: 'calendar', on: ['d2.1'], delete: true })
      expect(foundIn(story.ends([COMPANY]).judged())).toContain('gone before the strike r1')
    }
  })

  test('what the server showed before its rival came may have lost to it afterwards', () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'calendar' })
      .edit('d1.2', 'r1', { collection: 'calendar', on: ['d1.1'] })
      .server([COMPANY, 'd1.2'])
      .edit('d2.1', 'r1', { collection: 'calendar', on: ['d1.1'] })
      .edit('d2.2', 'r1', { collection: 'calendar', on: ['d2.1'], delete: true })
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('a score that lost to a higher one, which was then deleted, need not be there; a higher one must', () => {
    const scores = (score: number) =>
      withCompany()
        .edit('d1.1', 'r1', { collection: 'scores', score: 1 })
        .edit('d1.2', 'r1', { collection: 'scores', on: ['d1.1'], score })
        .edit('d2.1', 'r1', { collection: 'scores', on: ['d1.1'], score: 7 })
        .edit('d2.2', 'r1', { collection: 'scores', on: ['d2.1'], delete: true })
    expect(foundIn(scores(5).ends([COMPANY]).judged())).toEqual([])
    expect(foundIn(scores(9).ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    expect(foundIn(scores(5).ends([COMPANY, 'd1.1']).judged())).toEqual(['resurrected r1', 'stale r1'])
    const revived = () => scores(5).edit('d1.3', 'r1', { collection: 'scores', on: ['d1.1'], score: 3 })
    expect(foundIn(revived().ends([COMPANY, 'd1.3']).judged())).toEqual([])
    expect(foundIn(revived().ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
  })

  test('a score written below the one that its writer saw is deleted with it', () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'scores', score: 7 })
      .edit('d1.2', 'r1', { collection: 'scores', on: ['d1.1'], score: 3 })
      .edit('d2.1', 'r1', { collection: 'scores', on: ['d1.1'], delete: true })
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('a field that lost to another, in a contact then deleted, need not be there; another field must', () => {
    const contacts = (phone: string) => {
      const fields = (name: string) => ({ collection: 'contacts', fields: { name, phone: 'p0' } }) as const
      return withCompany()
        .edit('d1.1', 'r1', fields('n0'))
        .edit('d1.2', 'r1', { collection: 'contacts', on: ['d1.1'], fields: { name: 'n1', phone } })
        .edit('d2.1', 'r1', { ...fields('n2'), on: ['d1.1'] })
        .edit('d2.2', 'r1', { collection: 'contacts', on: ['d2.1'], delete: true })
    }
    expect(foundIn(contacts('p0').ends([COMPANY]).judged())).toEqual([])
    expect(foundIn(contacts('p1').ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
  })

  test('what was sent after the winner was known to be deleted has lost to nobody', () => {
    for (const [one, score] of [['calendar'], ['scores', 5]] as const) {
      const story = withCompany()
        .edit('d1.1', 'r1', { collection: one, score: 1 })
        .edit('d2.1', 'r1', { collection: one, on: ['d1.1'], score: 7 })
        .edit('d2.2', 'r1', { collection: one, on: ['d2.1'], delete: true })
        .edit('d1.2', 'r1', { collection: one, on: ['d1.1'], ...(score !== undefined && { score }) })
      expect(foundIn(story.ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    }
  })

  test('what the server showed when its rival was there as well has lost to nobody', () => {
    for (const [one, score] of [['calendar'], ['scores', 5]] as const) {
      const told = (outcome: 'acked' | 'indeterminate') =>
        withCompany()
          .edit('d1.1', 'r1', { collection: one, score: 1 })
          .edit('d2.1', 'r1', { collection: one, on: ['d1.1'], score: 7 })
          .edit('d1.2', 'r1', { collection: one, on: ['d1.1'], ...(score !== undefined && { score }) })
          .server([COMPANY, 'd1.2'])
          .edit('d2.2', 'r1', { collection: one, on: ['d2.1'], delete: true, outcome })
      for (const outcome of ['acked', 'indeterminate'] as const)
        expect(foundIn(told(outcome).ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    }
  })

  test('a delete that was carried out again after a restore may have met the winner then', () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'scores', score: 1 })
      .edit('d2.1', 'r1', { collection: 'scores', on: ['d1.1'], score: 7 })
      .edit('d2.2', 'r1', { collection: 'scores', on: ['d2.1'], delete: true })
      .edit('d1.2', 'r1', { collection: 'scores', on: ['d1.1'], score: 5 })
      .again('d2.2', 'acked')
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('an edit of a merged row changed what its editor changed, though its base names one side only', () => {
    const fields = (name: string, phone: string, email: string) =>
      ({ collection: 'contacts', fields: { name, phone, email } }) as const
    const story = withCompany()
      .edit('d1.1', 'r1', fields('n0', 'p0', 'e0'))
      .edit('d1.2', 'r1', { ...fields('n0', 'p1', 'e0'), on: ['d1.1'] })
      .edit('d2.1', 'r1', { ...fields('n1', 'p0', 'e0'), on: ['d1.1'] })
      .edit('d2.2', 'r1', { ...fields('n1', 'p1', 'e1'), on: ['d2.1', 'd1.2'], base: ['d2.1'] })
      .edit('d1.3', 'r1', { ...fields('n0', 'p1', 'e2'), on: ['d1.2'] })
      .edit('d1.4', 'r1', { collection: 'contacts', on: ['d1.3', 'd2.1'], base: ['d1.3'], delete: true })
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('what an edit carries on from one before it is owed, unless the deleter saw that', () => {
    const fields = (name: string, phone: string) => ({ collection: 'contacts', fields: { name, phone } }) as const
    const story = (seen: readonly string[]) =>
      withCompany()
        .edit('d1.1', 'r1', fields('n0', 'p0'))
        .edit('d1.2', 'r1', { ...fields('n0', 'p1'), on: ['d1.1'] })
        .edit('d1.3', 'r1', { ...fields('n1', 'p1'), on: ['d1.2'] })
        .edit('d2.1', 'r1', { ...fields('n2', 'p0'), on: ['d1.1'] })
        .edit('d2.2', 'r1', { collection: 'contacts', on: ['d2.1', ...seen], delete: true })
    expect(foundIn(story([]).ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    expect(foundIn(story(['d1.2']).ends([COMPANY]).judged())).toEqual([])
    const scores = withCompany()
      .edit('d1.1', 'r1', { collection: 'scores', score: 9 })
      .edit('d1.2', 'r1', { collection: 'scores', on: ['d1.1'], score: 5 })
      .edit('d2.1', 'r1', { collection: 'scores', score: 7 })
      .edit('d2.2', 'r1', { collection: 'scores', on: ['d2.1'], delete: true })
    expect(foundIn(scores.ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
  })
})
