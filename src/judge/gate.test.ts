import { describe, expect, test } from 'vitest'
import { canaryAnswer, copyAnswer } from './gate.ts'
import { Story, withCompany } from './testing/story.ts'

const CLAIMS = [{ promise: 'nothingAcknowledgedIsLost', terms: {} }]
const COMPANY = 'd1.100'

describe('canaries', () => {
  const asked = (rows: readonly string[], state: 'complete' | 'unreadable' = 'complete') => {
    const story = withCompany().edit('d1.1', 'r1').edit('d3.1', 'r3', { account: 'a2' })
    story.server(rows, { when: 'gate', state })
    return canaryAnswer(story.entries, ['a1'], CLAIMS)
  }

  test('go on when all that their accounts were told is saved is there, whatever others miss', () => {
    expect(asked([COMPANY, 'd1.1'])).toEqual({
      answer: 'go',
      because: 'all 2 acknowledged records of the canaries are there',
    })
  })

  test('stop when one is gone, by name', () => {
    const { answer, because } = asked([COMPANY])
    expect([answer, because]).toEqual(['stop', expect.stringContaining('r1')])
  })

  test('stop when the server cannot be read, or was not', () => {
    expect(asked([COMPANY, 'd1.1'], 'unreadable')).toEqual({
      answer: 'stop',
      because: 'the server could not be read for a1',
    })
    expect(canaryAnswer(withCompany().entries, ['a1'], CLAIMS).answer).toBe('stop')
  })

  test('stop when nothing of theirs was ever acknowledged', () => {
    const story = new Story().edit('d1.1', 'r1', { outcome: 'indeterminate' }).server([], { when: 'gate' })
    expect(canaryAnswer(story.entries, ['a1'], CLAIMS)).toEqual({
      answer: 'stop',
      because: 'nothing of the canaries was acknowledged',
    })
  })

  test('are asked by the newest view, not by an older one', () => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY], { when: 'gate' })
    story.server([COMPANY, 'd1.1'], { when: 'gate' })
    expect(canaryAnswer(story.entries, ['a1'], CLAIMS).answer).toBe('go')
  })
})

describe('a copy', () => {
  const tried = (finding: 'sound' | 'empty', rows: readonly string[]) => {
    const story = withCompany().edit('d1.1', 'r1')
    story.tell({ is: 'copy', backup: 'b', copy: 'b/1', volume: 'vault', state: 'begin' })
    story.tell({ is: 'copy', backup: 'b', copy: 'c', volume: 'vault', state: 'claimed ok' })
    story.edit('d1.2', 'r2')
    if (finding === 'sound') story.view({ kind: 'copy', account: 'a1', copy: 'c' }, rows, { when: 'gate' })
    story.tell({ is: 'clean room', copy: 'c', finding, because: 'it has no bytes' })
    return copyAnswer(story.entries, 'c')
  }

  test('that holds all that was acknowledged before it began lets go on', () => {
    expect(tried('sound', [COMPANY, 'd1.1'])).toEqual({
      answer: 'go',
      because: 'c was restored into a clean room and is complete',
    })
  })

  test('that misses something, or cannot be restored, stops', () => {
    expect(tried('sound', [COMPANY])).toEqual({ answer: 'stop', because: expect.stringContaining('c is incomplete') })
    expect(tried('empty', [])).toEqual({ answer: 'stop', because: 'c is empty: it has no bytes' })
  })

  test('that nobody took stops', () => {
    expect(copyAnswer(withCompany().entries, 'c')).toEqual({ answer: 'stop', because: 'nobody took c' })
  })
})
