/** The exit code of a run, and how each arm stands to what was expected of it. */

import { describe, expect, test } from 'vitest'
import type { FailureClass } from '../kernel/index.ts'
import { toBrief } from './brief.ts'
import { headline, objections } from './headline.ts'
import { madeUpJudgement, madeUpReport } from './renderer.contract.ts'
import { reportOf, worstExitCode, type ArmOutcome, type Report } from './report.ts'

type Verdict = 'pass' | 'fail' | 'inconclusive'

const facts = madeUpReport('x')

function outcomeOf(
  verdict: Verdict,
  expected: Verdict | undefined,
  state: 'as expected' | 'not as expected',
): ArmOutcome {
  return {
    arm: `${verdict}, expected ${expected}`,
    row: {},
    folder: 'arm',
    durationMs: 1,
    phases: [],
    ...(expected && { expected: { verdict: expected } }),
    judgement: { ...madeUpJudgement('x'), verdict, expectation: { state, expected: 'x', mismatches: [] } },
  }
}

const troubled = (outcome: ArmOutcome, failure: FailureClass): ArmOutcome => ({
  ...outcome,
  failures: [{ class: failure, because: 'x' }],
})

const notJudged: ArmOutcome = { arm: 'never judged', row: {}, folder: 'arm', durationMs: 0, phases: [] }

const asExpected = outcomeOf('fail', 'fail', 'as expected')
const loss = outcomeOf('fail', 'pass', 'not as expected')
const doubtful = outcomeOf('inconclusive', 'pass', 'not as expected')

const codeOf = (...outcomes: readonly ArmOutcome[]): number => reportOf(facts, outcomes).exitCode

describe('exit code', () => {
  test.each([
    ['every arm as expected', 0, [asExpected, outcomeOf('pass', 'pass', 'as expected')]],
    ['expected to pass, failed', 1, [asExpected, loss]],
    ['expected to pass, inconclusive', 3, [doubtful]],
    ['expected to fail, passed', 3, [outcomeOf('pass', 'fail', 'not as expected')]],
    ['failed for another reason', 3, [outcomeOf('fail', 'fail', 'not as expected')]],
    ['an audit that lost nothing', 0, [outcomeOf('pass', undefined, 'as expected')]],
    ['an audit that lost something', 1, [outcomeOf('fail', undefined, 'as expected')]],
    ['an audit that proved nothing', 3, [outcomeOf('inconclusive', undefined, 'as expected')]],
    ['an engine that was not there', 4, [troubled(notJudged, 'environment'), doubtful]],
    ['as expected, but something was left behind', 5, [troubled(asExpected, 'residue')]],
    ['interrupted', 130, [troubled(notJudged, 'interrupted'), doubtful]],
    ['an arm that never ran', 3, [notJudged]],
    ['no arm at all', 3, []],
  ] as const)('%s: %d', (_, code, outcomes) => {
    expect(codeOf(...outcomes)).toBe(code)
  })

  test('a loss is hidden by nothing else', () => {
    for (const failure of ['usage', 'environment', 'residue', 'bug', 'interrupted'] as const) {
      expect(codeOf(troubled(loss, failure))).toBe(1)
      expect(codeOf(troubled(notJudged, failure), loss)).toBe(1)
    }
  })

  test('1, 5, 70, 4, 3, 0, in this order, and an unknown code is a bug of ours', () => {
    const order = [1, 5, 70, 4, 3, 0]
    expect(order.map((_, place) => worstExitCode(order.slice(place).toReversed()))).toEqual(order)
    expect(worstExitCode([0, 99])).toBe(70)
    expect(worstExitCode([])).toBe(70)
  })

  test('counts every arm once', () => {
    const { counts } = reportOf(facts, [asExpected, loss, doubtful, troubled(asExpected, 'residue'), notJudged])
    expect(counts).toEqual({ 'as expected': 1, 'not as expected': 2, error: 1, 'not run': 1 })
  })
})

describe('headline', () => {
  const first = (outcome: ArmOutcome): Report['arms'][number] => {
    const [arm] = reportOf(facts, [outcome]).arms
    if (!arm) throw new Error('no arm')
    return arm
  }
  const said = (outcome: ArmOutcome): string => headline(first(outcome)).replace(/143.*/, '...')

  test.each([
    [asExpected, 'FAIL as expected: ...'],
    [loss, 'FAIL, expected to pass: ...'],
    [doubtful, 'INCONCLUSIVE, expected to pass: ...'],
    [outcomeOf('pass', 'inconclusive', 'not as expected'), 'PASS, expected to be inconclusive: ...'],
    [outcomeOf('fail', 'fail', 'not as expected'), 'FAIL, but not as expected: ...'],
    [outcomeOf('fail', undefined, 'as expected'), 'FAIL: ...'],
    [troubled(asExpected, 'residue'), 'FAIL as expected, but the run did not end well: ...'],
    [troubled(notJudged, 'environment'), 'NO VERDICT (environment): x'],
    [notJudged, 'NOT RUN'],
  ])('%#', (outcome, sentence) => expect(said(outcome)).toBe(sentence))

  test('what is to be said against it stands beside it', () => {
    const { judgement = madeUpJudgement('x') } = asExpected
    const chain = { state: 'broken', line: 12, because: 'entry 11 is missing' } as const
    const arm = first(troubled({ ...asExpected, judgement: { ...judgement, chain } }, 'residue'))
    expect(objections(arm)).toEqual([
      'ledger broken at line 12: entry 11 is missing',
      'unproven: did not quiesce: x',
      'residue: x',
    ])
  })
})

test('one cause is told once: not as a doubt, a mismatch and a failure too', () => {
  const { judgement = madeUpJudgement('x') } = doubtful
  const because = 'the engine went away while the run was under way'
  const sentence = `environment: ${because}`
  const mismatches = [`expected to pass, and it proved nothing: ${sentence}`, 'expected to pass, and it failed']
  const expectation = { ...judgement.expectation, mismatches }
  const common = { about: [], lines: [], voids: 'any verdict' } as const
  const doubts = [
    { ...common, kind: 'environment', because },
    { ...common, kind: 'did not quiesce', because: 'not quiet' },
  ]
  const outcome = { ...doubtful, judgement: { ...judgement, sentence, doubts, expectation } }
  const [arm] = reportOf(facts, [{ ...outcome, failures: [{ class: 'environment', because }] }]).arms
  expect(arm && [headline(arm), ...objections(arm)]).toEqual([
    `INCONCLUSIVE, expected to pass, but the run did not end well: environment: ${because}`,
    'not as expected: expected to pass, and it failed',
    'unproven: did not quiesce: not quiet',
  ])
})

test('of a bug of ours it is said what to send us, and where that is', () => {
  const [arm] = reportOf(facts, [troubled({ ...notJudged, folder: 'one/' }, 'bug')]).arms
  expect(arm && objections(arm)).toEqual([
    expect.stringMatching(/^this is a bug of ours: please send us one\/ of this report \(ledger\.jsonl, .*drill file/),
  ])
  expect(toBrief(reportOf(facts, [troubled(notJudged, 'bug')]), { columns: 80, colour: false })).toContain('send us')
})

test('a replay command survives the shell', () => {
  const [arm] = reportOf({ ...facts, drill: 'a b' }, [{ ...asExpected, arm: "it's $(broken)" }]).arms
  expect(arm?.replay).toBe(`npx syncdrill run 'a b' --seed 7 --arm 'it'\\''s $(broken)' --runtime embedded`)
})

test('a replay command names no runtime where none was chosen, and the file of a drill that has no name', () => {
  const replay = (changed: Partial<Report>) => reportOf({ ...facts, ...changed }, [asExpected]).arms[0]?.replay
  expect(replay({ runtime: 'none' })).toMatch(/--arm 'fail, expected fail'$/)
  expect(replay({ file: '../our own/x.drill.ts', drill: 'x' })).toMatch(
    /^npx syncdrill run '\.\.\/our own\/x\.drill\.ts' --seed 7 /,
  )
  expect(replay({ file: 'scenarios/testing/gone.drill.ts', drill: 'gone' })).toMatch(
    /^npx syncdrill run scenarios\/testing\/gone\.drill\.ts --seed 7 /,
  )
})

test('a killed process is said not to be a power failure', () => {
  const { judgement = madeUpJudgement('x') } = asExpected
  const witnesses = [{ injury: 'i', name: 'killService', step: 's', saw: 'effect', what: 'gone' }] as const
  const killed = reportOf(facts, [{ ...asExpected, judgement: { ...judgement, witnesses } }])
  expect(killed.notices.join()).toContain('not a power failure')
  expect(reportOf(facts, [asExpected]).notices.join()).not.toContain('not a power failure')
})
