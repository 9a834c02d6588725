import { expect, test } from 'vitest'
import { type Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'

/** A record that the server did not show for a while. */
const gone = (): Story => withCompany().edit('d1.1', 'r1').strike().server([COMPANY])

const originOf = (story: Story) => story.ends([COMPANY, 'd1.1']).judged().origins['r1']

function offered(by: 'edge restore' | 'salvage'): Story {
  const story = gone()
  const op = story.entries.find((entry) => entry.is === 'edit' && entry.record === 'r1')
  if (op?.is !== 'edit') throw new Error('no such edit')
  story.tell({ is: 'sent', op: op.op, attempt: 2, device: 'd1', key: 'again', by })
  return story.tell({ is: 'answered', op: op.op, attempt: 2, outcome: 'acked' })
}

test('who offered it again is where it came from', () => {
  expect(originOf(offered('edge restore'))).toBe('d1')
  expect(originOf(offered('salvage'))).toBe('salvaged pages')
})

test('of several who offered it, the last', () => {
  const story = offered('edge restore')
  const op = story.entries.find((entry) => entry.is === 'edit' && entry.record === 'r1')
  if (op?.is !== 'edit') throw new Error('no such edit')
  story.tell({ is: 'sent', op: op.op, attempt: 3, device: 'salvage', key: 'again', by: 'salvage' })
  expect(originOf(story)).toBe('salvaged pages')
})

test('a copy that nobody restored is no origin', () => {
  const story = gone().view({ kind: 'copy', account: 'a1', copy: 'other' }, [COMPANY, 'd1.1'])
  story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c', state: 'end' })
  expect(originOf(story)).toBe('the service itself')
})

test('else the copy that was restored and holds it', () => {
  const restored = (rows: readonly string[]) => {
    const story = gone().tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c', state: 'end' })
    return story.view({ kind: 'copy', account: 'a1', copy: 'c' }, rows)
  }
  expect(originOf(restored([COMPANY, 'd1.1']))).toBe('copy c')
  expect(originOf(restored([COMPANY]))).toBe('the service itself')
})

test('what was never gone has no origin', () => {
  expect(originOf(withCompany().edit('d1.1', 'r1'))).toBeUndefined()
})

test('what is lost between a fault and damage was taken by the damage', () => {
  const story = withCompany().edit('d1.1', 'r1').strike()
  story.injures('stopService', [], 'effect', 'fault').injures('zeroPages')
  const findings = story
    .ends([COMPANY])
    .judged()
    .promises.flatMap((promise) => promise.findings)
  expect(findings.map(({ cause }) => cause?.by)).toEqual(['zeroPages'])
})
