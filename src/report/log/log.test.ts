import { describe, expect, test } from 'vitest'
import { logOf, type Played } from './played.ts'
import { toLogPage } from './page.ts'
import { logLines, turnInWords } from './text.ts'

const terminal = { columns: 120, colour: false }

/** The `day`th of November, at noon. */
function played(day: number, more: Partial<Played> = {}): Played {
  const date = `2026-11-${String(day).padStart(2, '0')}`
  return {
    drill: 'crash',
    title: 'A crash',
    arm: 'as shipped',
    run: `run-${day}`,
    folder: `crash/run-${day}`,
    started: `${date}T12:00:00.000Z`,
    seed: 7,
    runtime: 'embedded',
    versions: { syncdrill: '0.1.0', node: '24.1.0', commit: 'aaaa' },
    state: 'as expected',
    exitCode: 0,
    durationMs: 5_000,
    verdict: 'pass',
    expected: 'pass',
    sentence: 'all 9 acknowledged records survived',
    fates: { durable: 9 },
    ...more,
  }
}

const lost: Partial<Played> = {
  state: 'not as expected',
  exitCode: 1,
  verdict: 'fail',
  sentence: '3 of 9 acknowledged records are lost, taken by kill service',
  fates: { durable: 6, lost: 3 },
  recoveryPointMs: 60_000,
}
const newer = { syncdrill: '0.2.0', node: '24.1.0', commit: 'bbbb' }

describe('turns', () => {
  test('the first run that turned red is named, with what changed since the run before', () => {
    const [log] = logOf([played(3, { ...lost, versions: newer, seed: 9 }), played(1), played(2), played(4, lost)])
    expect(log?.played.map(({ run }) => run)).toEqual(['run-1', 'run-2', 'run-3', 'run-4'])
    expect(log?.turns.map(turnInWords)).toEqual([
      'turned red on 2026-11-03 12:00 (fail, expected to pass); since the run before:' +
        ' commit aaaa -> bbbb, syncdrill 0.1.0 -> 0.2.0, seed 7 -> 9',
    ])
  })

  test('back to green is a turn as well; a run that never was is none', () => {
    const never = { state: 'not run', exitCode: 3, sentence: '', fates: {} } as const
    const { verdict: _, ...unjudged } = played(2)
    const [log] = logOf([played(1), { ...unjudged, ...never }, played(3), played(4, lost), played(5)])
    expect(log?.turns.map(({ to, at }) => [to, at.run])).toEqual([
      ['red', 'run-4'],
      ['green', 'run-5'],
    ])
    expect(log?.turns.map(turnInWords).join()).toContain('nothing that is recorded has changed')
  })

  test('arms and drills have logs of their own', () => {
    const logs = logOf([played(1), played(1, { arm: 'other', ...lost }), played(2, { drill: 'a-drill' }), played(2)])
    expect(logs.map(({ drill, arm, turns }) => [drill, arm, turns.length])).toEqual([
      ['a-drill', 'as shipped', 0],
      ['crash', 'as shipped', 0],
      ['crash', 'other', 0],
    ])
  })
})

test('a terminal gets turns and the newest runs, and is told how many are left out', () => {
  const runs = [1, 2, 3, 4].map((day) => played(day, day === 4 ? lost : {}))
  expect(logLines(logOf(runs), { most: 2, terminal })).toEqual([
    'crash',
    '  as shipped: 3 of 4 ended as expected',
    '    turned red on 2026-11-04 12:00 (fail, expected to pass); since the run before:' +
      ' nothing that is recorded has changed',
    '    2 older runs are on the page',
    '    when (UTC)        ended                   RPO   RTO  seed  runtime   commit  lost',
    '    2026-11-03 12:00  pass as expected        -     -    7     embedded  aaaa    -',
    '    2026-11-04 12:00  fail, expected to pass  1min  -    7     embedded  aaaa    3 lost',
  ])
  expect(logLines(logOf(runs), { most: 0, terminal }).slice(3)).toEqual([
    '    4 older runs are on the page',
    '    when (UTC)  ended  RPO  RTO  seed  runtime  commit  lost',
  ])
  const narrow = logLines(logOf(runs), { most: 9, terminal: { columns: 60, colour: false } })
  expect(narrow.filter((line) => /^ {4}2026/.test(line)).every((line) => line.length <= 60)).toBe(true)
})

test('the page links each run, says what is red, and shows no text of a stranger as markup', () => {
  const stranger = '</style><script>alert(1)</script>'
  const page = toLogPage(
    logOf([played(1), played(2, { ...lost, arm: stranger }), played(3, { ...lost, sentence: stranger, seed: 8 })]),
  )
  expect(page).not.toContain('<script')
  expect(page).toContain('href="crash/run-3/report.html"')
  expect(page).toContain('2 did not end as expected when last played')
  expect(page).toContain('turned red on 2026-11-03 12:00 (fail, expected to pass); since the run before: seed 7 -')
})

test('RPO and RTO are drawn from two runs on, each with its number', () => {
  const [one, two] = [played(1, { ...lost, recoveryTimeMs: 900 }), played(2, { ...lost, recoveryTimeMs: 1_900 })]
  expect(toLogPage(logOf([one]))).not.toContain('<polyline')
  const page = toLogPage(logOf([one, two]))
  expect(page.match(/<polyline/g)).toHaveLength(2)
  expect(page).toContain('RTO over 2 runs, oldest first: 900ms, 1.9s')
  expect(toLogPage(logOf([one, played(3)]))).toContain('RPO over 2 runs, oldest first: 1min, 0ms')
})
