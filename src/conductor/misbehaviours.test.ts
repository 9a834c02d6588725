/** Verdicts on services that are not our specimen, and on adapters that somebody wrote, end to end. */

import { describe, expect, test } from 'vitest'
import type { Judgement } from '../judge/index.ts'
import { doubtInWords } from '../judge/doubts/index.ts'
import { headline } from '../report/headline.ts'
import { causesIn, doubtsIn, ends, findingsOf, kindsIn, ran } from './testing/running/ran.ts'

/** A part is of its whole, wherever the sentence says `3 of 40`. */
function expectParts({ sentence }: Judgement): void {
  for (const [, part, whole] of sentence.matchAll(/(\d+) of (\d+)/g))
    expect(Number(part)).toBeLessThanOrEqual(Number(whole))
}

describe('honest to the end', () => {
  test.each([
    ['refuses', 'none of them'],
    ['shows-wrong', 'what it holds'],
    ['loses', 'once it has written'],
    ['adapters', 'none'],
  ])('%s: %s', async (drill, arm) => {
    const { judgement, arm: reported } = await ran(drill, arm)
    expect([judgement.sentence, reported.exitCode]).toEqual([expect.stringMatching(/^all \d+ acknowledged/), 0])
    expect([kindsIn(judgement), doubtsIn(judgement), judgement.services]).toEqual([[], [], []])
  })
})

describe('a service that ends by itself', () => {
  const END = /^sync ended by itself: exit code 1; its last words: .*a native module is missing/

  test('on a read: said first, though the run could not go on', async () => {
    const came = await ran('ends-by-itself', 'on a read')
    expect(came.judgement.sentence).toMatch(END)
    expect([came.arm.state, came.arm.exitCode, doubtsIn(came.judgement)]).toEqual([
      'error',
      4,
      expect.arrayContaining(['the run was broken off']),
    ])
  })

  test('on a write, and stays down: nothing on its disk is called lost', async () => {
    const came = await ran('ends-by-itself', 'on writes')
    expect(came.judgement.expectation.mismatches).toEqual([])
    expect(ends(came)).toEqual(['fail', 'as expected', 0])
    expect([came.judgement.sentence, kindsIn(came.judgement)]).toEqual([
      expect.stringMatching(END),
      ['ended by itself'],
    ])
    expect(came.judgement.services).toEqual([expect.objectContaining({ service: 'sync', atEnd: 'not running' })])
    expectParts(came.judgement)
  })

  test('and that is a finding, too, where everything is back once it is replaced', async () => {
    const came = await ran('ends-by-itself', 'on writes, and it should pass')
    expect(ends(came)).toEqual(['fail', 'not as expected', 1])
    expect([came.judgement.sentence, came.judgement.fates]).toEqual([
      expect.stringMatching(END),
      { durable: came.judgement.acknowledged },
    ])
  })
})

describe('a service that an upgrade had ended, and that does not come up', () => {
  test('is the failure of the upgrade, with its exit and last words; it has not ended by itself', async () => {
    const came = await ran('ends-by-itself', 'no, an upgrade ends it for good')
    const { judgement } = came
    expect([ends(came), kindsIn(judgement), causesIn(judgement)]).toEqual([
      ['fail', 'not as expected', 1],
      ['did not come up'],
      ['upgrade'],
    ])
    expect(judgement.sentence).toMatch(
      /^upgrade\(sync, 2\) \(disaster\.2\) failed: exit code 1, last words: .*a native module is missing/,
    )
    expect(judgement.sentence).not.toContain('ended by itself')
    expect(judgement.services).toEqual([expect.objectContaining({ service: 'sync', atEnd: 'not running' })])
    expect(new Set(judgement.services[0]?.ends.map(({ isStart }) => isStart))).toEqual(new Set([true]))
    expectParts(judgement)
  })
})

describe('a service that hangs', () => {
  test('is named before everything else: since when, how often, for how long, and who has seen it', async () => {
    const came = await ran('ends-by-itself', 'no, it hangs')
    const { judgement, arm } = came
    expect([ends(came), kindsIn(judgement)]).toEqual([['inconclusive', 'not as expected', 3], []])
    const since = String.raw`since work \(disaster\.1\) \(\S+ into the run\)`
    const waited = String.raw`\d+ requests waited up to \S+s and had no answer, seen by .* and the harness; `
    const hangs = `sync hangs ${since}: ${waited}edgeRestore`
    expect(headline(arm)).toMatch(new RegExp(`^INCONCLUSIVE, expected to pass: ${hangs}`))
    const [first] = judgement.doubts
    expect(first).toMatchObject({ kind: 'a service hangs', about: ['sync'], since: { during: 'work (disaster.1)' } })
    expectParts(judgement)
  })

  test('on writes only is named as well, and that it goes on answering reads', async () => {
    const came = await ran('ends-by-itself', 'no, it hangs on writes')
    const { judgement, arm } = came
    // That it takes no edits any more is a finding; nothing that it took before is missing.
    expect([ends(came), kindsIn(judgement)]).toEqual([['fail', 'not as expected', 1], ['refuses edits']])
    expect(judgement.fates).toEqual({ durable: judgement.acknowledged })
    expect(headline(arm)).toMatch(/the service left every edit of \d devices? without an answer, (once|\d+ times)/)
    const [first] = judgement.doubts
    const words = first ? doubtInWords(first) : ''
    const had = 'had no answer, while reads were answered'
    const waited = String.raw`\d+ writes waited up to \S+s and ${had}, seen by (\d devices|phones.*)$`
    expect(words).toMatch(
      new RegExp(String.raw`^sync hangs on writes since work \(disaster\.1\) \(\S+ into the run\): ${waited}`),
    )
    expectParts(judgement)
  })
})

describe('a service that refuses edits', () => {
  test('all of them, since it was killed: with the status, how often, and since when', async () => {
    const came = await ran('refuses', 'all of them, once it was killed')
    expect(ends(came)).toEqual(['fail', 'as expected', 0])
    const since =
      /^the service refused every edit of \d devices since kill service \(disaster\.1\.1\): 423, [\d,]+ times/
    expect([came.judgement.sentence, kindsIn(came.judgement)]).toEqual([
      expect.stringMatching(since),
      ['refuses edits'],
    ])
    expectParts(came.judgement)
  })

  test('most of them: the share is said, and that it proves little', async () => {
    const { judgement, arm } = await ran('refuses', 'most of them')
    expect([judgement.verdict, arm.exitCode, kindsIn(judgement)]).toEqual(['inconclusive', 3, []])
    expect(doubtsIn(judgement)).toEqual(['edits were refused'])
    expect(judgement.sentence).toMatch(/^the service refused \d+ of \d+ edits, and no conflict explains it/)
    expect(judgement.edits.refused / judgement.edits.sent).toBeGreaterThan(0.4)
  })
})

describe('what was seen once stays seen', () => {
  test('a contact without a field, by the service itself, though edits went on', async () => {
    const came = await ran('shows-wrong', 'a contact without a field')
    expect(ends(came)).toEqual(['fail', 'as expected', 0])
    const damaged = findingsOf(came.judgement, 'corrupted')
    expect(new Set(damaged.map((one) => one.collection))).toEqual(new Set(['contacts']))
    expect(came.judgement.sentence).toMatch(/acknowledged records (is|are) damaged/)
    expectParts(came.judgement)
  })

  test('a row of another account, before everything else', async () => {
    const came = await ran('shows-wrong', 'a row of another account')
    expect(ends(came)).toEqual(['fail', 'as expected', 0])
    expect(came.judgement.sentence).toMatch(/acknowledged records (was|were) shown to another account/)
    expect(causesIn(came.judgement)).not.toContain('work')
  })

  test('an empty list for a moment, since the kill that it was started after', async () => {
    const came = await ran('shows-wrong', 'nothing for a moment')
    expect(ends(came)).toEqual(['fail', 'as expected', 0])
    const [first] = findingsOf(came.judgement, 'shown empty')
    expect([first?.cause?.by, first?.because]).toEqual([
      'killService',
      expect.stringMatching(/(showed|was shown) an empty list, and the account had \d+ records?$/),
    ])
  })
})

describe('a service that has not kept what it says', () => {
  test.each(['before it writes', 'and shows the versions before after a restart', 'and deletes nothing'])(
    'it answers %s',
    async (arm) => {
      const came = await ran('loses', arm)
      expect([came.judgement.expectation.mismatches, ends(came)]).toEqual([[], ['fail', 'as expected', 0]])
      expectParts(came.judgement)
    },
  )

  test('and ignores deletes: the kill between two reads is not blamed for rows that had never gone', async () => {
    const { judgement } = await ran('loses', 'and deletes nothing')
    const back = findingsOf(judgement, 'resurrected')
    expect(new Set(back.map(({ cause }) => cause?.kind))).toEqual(new Set(['delete ignored']))
  })
})

describe('an adapter with a mistake', () => {
  test('that ignores pages: check it first, before anything is blamed', async () => {
    const { judgement, arm } = await ran('adapters', 'ignores pages')
    expect([arm.state, judgement.sentence]).toEqual([
      'not as expected',
      expect.stringMatching(
        /^\d+ of \d+ acknowledged records (was|were) missing before anything struck.*: check the adapter first/,
      ),
    ])
    expect(doubtsIn(judgement)).toContain('the service was already unwell')
    expectParts(judgement)
  })

  test.each([
    ['throws', "client 'api': push: threw TypeError: cannot read 'etag' of undefined"],
    ['returns nothing', "client 'api': push: expected an outcome"],
  ])('that %s: the mistake of whoever wrote it, by adapter and method', async (arm, said) => {
    const came = await ran('adapters', arm)
    expect(ends(came)).toEqual(['inconclusive', 'error', 2])
    expect(came.arm.failures).toEqual([{ class: 'usage', because: expect.stringContaining(said) }])
  })

  test('that reads any error as an empty list: refused by name, before anybody is adopted', async () => {
    const came = await ran('adapters', 'reads errors as empty')
    const because = "the adapter of client 'api', and not its service: an error page is read as a list of 0 rows"
    expect(ends(came)).toEqual(['inconclusive', 'error', 2])
    expect(came.arm.failures).toEqual([{ class: 'usage', because: expect.stringContaining(because) }])
  })

  test('whose ids change: refused by name before anything strikes, and no duplicates of the service', async () => {
    const came = await ran('adapters', 'changes ids')
    const because =
      /of client 'api', and not its service: .* acknowledged with id 'rec-.*', and is shown with id '\/rec-/
    expect(ends(came)).toEqual(['inconclusive', 'error', 2])
    expect(came.arm.failures).toEqual([{ class: 'usage', because: expect.stringMatching(because) }])
  })

  test('that reads an error of its service as an empty list: the list is found, and nothing is lost', async () => {
    const { judgement } = await ran('adapters', 'reads warming up as empty')
    expect([judgement.verdict, findingsOf(judgement, 'lost')]).toEqual(['fail', []])
    expect(kindsIn(judgement)).toContain('shown empty')
  })
})

describe('what did not happen as planned is not as expected, though the disk is lost as every arm expects', () => {
  test.each([
    ['a moment that never comes', 'the moment never came', 'destroy'],
    ['an injury of what is dead', 'fault had no effect', 'destroy'],
    ['an upgrade to the same build', 'vacuous upgrade', 'destroy'],
    ['a start on the lost disk', 'was not healed', 'destroy'],
    ['a step that fails', 'a step failed', 'run'],
  ])('%s: %s', async (arm, doubt, by) => {
    const came = await ran('unplanned', arm)
    expect([ends(came), causesIn(came.judgement)]).toEqual([['fail', 'not as expected', 3], [by]])
    expect(came.judgement.doubts.filter(({ voids }) => voids === 'any verdict').map(({ kind }) => kind)).toContain(
      doubt,
    )
  })

  test('a step that may fail changes nothing, and is named all the same', async () => {
    const came = await ran('unplanned', 'a step that may fail')
    expect([ends(came), causesIn(came.judgement)]).toEqual([['fail', 'as expected', 0], ['destroy']])
    expect(came.judgement.failedSteps).toEqual([expect.objectContaining({ mayFail: true, tail: ['no such bucket'] })])
  })
})
