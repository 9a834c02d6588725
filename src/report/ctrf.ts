/** ctrf.json, the Common Test Report Format, for CI tools that read one format of all test runners: a test per arm. */

import { armLines } from './console.ts'
import { headline, objections } from './headline.ts'
import { plainJson } from './json.ts'
import { printable } from './printable.ts'
import type { ArmReport, ArmState, Report } from './report.ts'

/** Of the format; its readers take what they know of a later one. */
const SPEC_VERSION = '0.0.0'

const STATUS = {
  'as expected': 'passed',
  'not as expected': 'failed',
  error: 'failed',
  'not run': 'skipped',
} as const satisfies Record<ArmState, string>

/** Times in milliseconds since 1970, as the format has them. */
export function toCtrf(report: Report): string {
  const { drill, arms, counts, run, seed, runtime, exitCode, versions, durationMs } = report
  const start = Date.parse(report.started) || 0
  return plainJson({
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    runId: run,
    generatedBy: 'syncdrill',
    results: {
      tool: { name: 'syncdrill', ...(versions['syncdrill'] && { version: printable(versions['syncdrill']) }) },
      summary: {
        tests: arms.length,
        passed: counts['as expected'],
        failed: counts['not as expected'] + counts.error,
        skipped: counts['not run'],
        pending: 0,
        other: 0,
        suites: 1,
        start,
        stop: start + Math.round(durationMs),
      },
      tests: arms.map((arm) => testOf(report, arm)),
      environment: { extra: { drill, seed, runtime: printable(runtime), exitCode } },
    },
  })
}

function testOf({ drill, file }: Report, arm: ArmReport) {
  const status = STATUS[arm.state]
  return {
    name: printable(arm.arm),
    status,
    rawStatus: arm.state,
    duration: Math.round(arm.durationMs),
    suite: [drill],
    type: 'drill',
    ...(file !== '' && { filePath: file }),
    ...(arm.line !== undefined && { line: arm.line }),
    message: headline(arm),
    ...(status !== 'passed' && objections(arm).length > 0 && { trace: objections(arm).join('\n') }),
    stdout: armLines(arm),
    extra: { exitCode: arm.exitCode, replay: printable(arm.replay) },
  }
}
