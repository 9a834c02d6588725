import { expect, test } from 'vitest'
import type { Announced } from '../../ledger/index.ts'
import { Story, withCompany } from '../testing/story.ts'

const promised = () => withCompany(new Story({ verdict: 'pass' }, [['announcementsAreTrue', {}]]))
const says = (story: Story, kind: Announced['kind'], withinMs?: number) =>
  story.tell({
    is: 'announcement',
    step: 'recovery.1',
    words: `${kind}!`,
    claims: { kind, of: 'everything', ...(withinMs !== undefined && { withinMs }) },
  })

/** `r1` and `company` are written, and the server shows what is said, after the words and at the end. */
function told(kind: Announced['kind'], after: readonly string[], end = after, withinMs?: number) {
  const story = promised().edit('d1.1', 'r1')
  story.strike().injures('destroy')
  says(story, kind, withinMs).server(after)
  return story.ends(end).judged()
}

const BOTH = ['d1.100', 'd1.1']
const ONE = ['d1.100']

test.each([
  ['complete', told('complete', BOTH), 'true', 'all 2 were there'],
  ['complete', told('complete', ONE), 'wrong', '1 of 2 were not there then, notes r1 among them'],
  ['kept', told('kept', BOTH), 'true', 'all 2 are there at the end'],
  ['kept', told('kept', ONE), 'wrong', '1 of 2 are lost'],
  ['lost', told('lost', ONE), 'wrong', '1 of 2 are there at the end'],
  ['lost', told('lost', []), 'true', 'none of 2 is held by anything any more'],
  ['back', told('back', ONE, BOTH, 1_000_000), 'true', 'all 2 were there'],
  ['back', told('back', ONE, BOTH, 1), 'wrong', '1 of 2 were not there after 1ms, notes r1 among them'],
  ['back', told('back', ONE, ONE, 1_000_000), 'open', 'before the time was up'],
] as const)('%s is held against what the server shows', (_, { announcements }, state, because) => {
  expect(announcements).toMatchObject([{ state, because: expect.stringContaining(because) as string }])
})

test('words that come true are wrong until then, and not until the end', () => {
  const { announcements, promises } = told('complete', ONE, BOTH)
  expect(announcements).toMatchObject([{ state: 'wrong', until: 'it came true' }])
  expect(promises.find(({ promise }) => promise === 'announcementsAreTrue')).toMatchObject({
    verdict: 'fail',
    findings: [{ finding: 'untrue' }],
  })
})

test('true words about the same end what was wrong, and are the first truth', () => {
  const story = promised().edit('d1.1', 'r1')
  story.strike().injures('destroy')
  says(story, 'lost').server([])
  says(story, 'complete').server(BOTH)
  const { announcements, timeToTruthMs } = story.ends(BOTH).judged()
  expect(announcements).toMatchObject([{ state: 'wrong', until: 'it was corrected' }, { state: 'true' }])
  expect(announcements?.[0]?.wrongForMs).toBeGreaterThan(0)
  expect(timeToTruthMs).toBeGreaterThan(announcements?.[0]?.wrongForMs ?? 0)
})

test('a drill that announces nothing proves nothing of its words', () => {
  const { promises, announcements } = promised().edit('d1.1', 'r1').ends(BOTH).judged()
  expect(announcements).toBeUndefined()
  expect(promises.find(({ promise }) => promise === 'announcementsAreTrue')?.unproven).toBe('nothing was announced')
})
