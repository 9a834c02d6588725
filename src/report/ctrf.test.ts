/** ctrf.json against the schema that the format's own package carries. */

import { isValid, validate } from 'ctrf'
import { expect, test } from 'vitest'
import { toCtrf } from './ctrf.ts'
import { HOSTILE, madeUpReport } from './renderer.contract.ts'
import { reportOf, type ArmOutcome } from './report.ts'

const parsed = (report: Parameters<typeof toCtrf>[0]): unknown => JSON.parse(toCtrf(report))

test('nothing stands in it that its schema does not know, and nothing is missing', () => {
  const made = madeUpReport('as reported')
  const plain: ArmOutcome = { arm: 'never ran', row: {}, folder: 'arm', durationMs: 0, phases: [] }
  const { arms } = reportOf(made, [plain, { ...plain, failures: [{ class: 'environment', because: 'no engine' }] }])
  expect(validate(parsed({ ...made, arms: [...made.arms, ...arms] }))).toEqual({ valid: true, errors: [] })
  expect(validate(parsed(reportOf({ ...made, started: '', versions: {} }, [])))).toEqual({ valid: true, errors: [] })
  for (const text of HOSTILE) expect(isValid(parsed(madeUpReport(text)))).toBe(true)
  expect(isValid({ reportFormat: 'CTRF' })).toBe(false)
})

test('an arm is a test with its status, its place in the drill file, its sentence and its replay', () => {
  const made = madeUpReport('as reported')
  const { arms, counts } = reportOf(made, [
    { arm: 'never ran', row: {}, folder: 'arm', durationMs: 0, phases: [] },
    ...[{ arm: 'no engine', row: {}, folder: 'arm', durationMs: 0.7, phases: [] }].map((one) => ({
      ...one,
      failures: [{ class: 'environment' as const, because: 'nobody answers' }],
    })),
  ])
  expect(parsed({ ...made, arms: [...made.arms, ...arms], counts })).toMatchObject({
    results: {
      summary: { tests: 4, passed: 0, failed: 1, skipped: 1, start: 1_767_261_600_000, stop: 1_767_261_650_000 },
      tests: [
        {
          name: 'as reported',
          status: 'passed',
          duration: 12_345,
          suite: ['sidekick-2009'],
          filePath: 'scenarios/sidekick-2009.drill.ts',
          line: 12,
          message: expect.stringContaining('FAIL as expected: 143 of 600'),
          extra: { replay: expect.stringContaining("--arm 'as reported'") },
        },
        { status: 'failed', rawStatus: 'error' },
        { name: 'never ran', status: 'skipped', rawStatus: 'not run' },
        { status: 'failed', duration: 1, message: 'NO VERDICT (environment): nobody answers' },
      ],
    },
  })
})
