/** junit.xml for CI: the drill is a suite, each arm a case; a failure is an unwanted verdict, an error is trouble. */

import { EXIT } from '../kernel/index.ts'
import { armLines } from './console.ts'
import { headline, objections } from './headline.ts'
import { printable } from './printable.ts'
import type { ArmReport, Report } from './report.ts'

/** Some readers refuse larger texts. */
const LONGEST_OUTPUT = 60_000

export function toJunit(report: Report): string {
  const { drill, arms, durationMs } = report
  const count = (tag: string): number => arms.filter((arm) => tagOf(arm) === tag).length
  const totals = {
    tests: arms.length,
    failures: count('failure'),
    errors: count('error'),
    time: seconds(durationMs),
  }
  // Readers that check know `skipped` on a suite, and not on all of them.
  const suite = { name: drill, timestamp: report.started.slice(0, 19), ...totals, skipped: count('skipped') }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: 'syncdrill', ...totals })}>`,
    `  <testsuite ${attributes(suite)}>`,
    ...propertiesOf(report),
    ...arms.flatMap((arm) => caseOf(report, arm)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function propertiesOf({ seed, run, runtime, arms, exitCode }: Report): readonly string[] {
  const properties = [
    ['seed', seed],
    ['run', run],
    ['runtime', runtime],
    ['exit code', exitCode],
    ...arms.map(({ arm, replay }) => [`replay ${arm}`, replay] as const),
  ] as const
  const lines = properties.map(([name, value]) => `      <property ${attributes({ name, value })}/>`)
  return ['    <properties>', ...lines, '    </properties>']
}

function caseOf(report: Report, arm: ArmReport): readonly string[] {
  const tag = tagOf(arm)
  const head = attributes({ name: arm.arm, classname: report.drill, time: seconds(arm.durationMs) })
  const because = [headline(arm), ...objections(arm), `replay: ${printable(arm.replay)}`].join('\n')
  const verdict = attributes({ message: headline(arm), ...(tag !== 'skipped' && { type: typeOf(arm) }) })
  const output = armLines(arm).join('\n').slice(0, LONGEST_OUTPUT)
  return [
    `    <testcase ${head}>`,
    ...(tag === 'passed' ? [] : [`      <${tag} ${verdict}>${xmlText(because)}</${tag}>`]),
    `      <system-out>${xmlText(output)}</system-out>`,
    '    </testcase>',
  ]
}

function tagOf({ state }: ArmReport): 'passed' | 'failure' | 'error' | 'skipped' {
  const tags = { 'as expected': 'passed', 'not as expected': 'failure', error: 'error', 'not run': 'skipped' } as const
  return tags[state]
}

function typeOf({ failures: [failure], exitCode }: ArmReport): string {
  return failure?.class ?? (exitCode === EXIT.fail ? 'data loss' : 'not as expected')
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

/** Values become one line of visible characters. */
function attributes(named: Readonly<Record<string, string | number>>): string {
  return Object.entries(named)
    .map(([name, value]) => `${name}="${xmlText(printable(`${value}`, 2_000))}"`)
    .join(' ')
}

/** What XML 1.0 has no way to write, not even as a reference: one such character, and CI drops the whole suite. */
const NO_XML = /[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function xmlText(text: string): string {
  return text
    .replaceAll(NO_XML, (barred) => `\\u{${barred.codePointAt(0)?.toString(16)}}`)
    .replaceAll(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
}
