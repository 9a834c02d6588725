import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { annotationsOf, tellGitHub } from './github.ts'
import { HOSTILE, madeUpJudgement, madeUpReport } from './renderer.contract.ts'
import { reportOf, type ArmOutcome } from './report.ts'

const ARM: ArmOutcome = { arm: 'arm', row: {}, folder: 'arm', durationMs: 0, phases: [] }
const broken = (arm: string): ArmOutcome => ({
  ...ARM,
  arm,
  failures: [{ class: 'environment', because: 'no engine' }],
})
const lost: ArmOutcome = {
  ...ARM,
  arm: 'loses',
  line: 12,
  expected: { verdict: 'pass' },
  judgement: madeUpJudgement('zeros'),
}

test('each arm that did not end as expected is an annotation on its own line of the drill, losses first', () => {
  const made = madeUpReport('as reported')
  const report = reportOf(made, [broken('no engine'), ARM, lost])
  const lines = annotationsOf([report], resolve('..'))
  const file = join(basename(resolve('.')), 'scenarios/sidekick-2009.drill.ts')
  expect(lines[0]).toContain(
    `::error file=${file},line=12,title=sidekick-2009%3A loses::FAIL, expected to pass: 143 of`,
  )
  expect(lines[0]).toMatch(/%0Areplay: npx syncdrill run sidekick-2009 --seed 7 --arm loses/)
  expect(lines[1]).toMatch(/title=sidekick-2009%3A no engine::NO VERDICT \(environment\): no engine/)
  expect(lines[2]).toMatch(/^::warning file=.*title=sidekick-2009%3A arm::NOT RUN/)
  expect(annotationsOf([madeUpReport('x')])).toHaveLength(1)
})

test('there are never more than eight, and the last one counts the rest', () => {
  const made = madeUpReport('x')
  const of = (count: number) => [
    reportOf(
      made,
      Array.from({ length: count }, (_, at) => broken(`arm ${at}`)),
    ),
  ]
  expect(annotationsOf(of(8))).toHaveLength(8)
  expect(annotationsOf(of(8)).at(-1)).toContain('arm 7')
  expect(annotationsOf(of(11))).toHaveLength(8)
  expect(annotationsOf(of(11)).at(-1)).toContain('::4 more arms did not end as expected')
})

test.each(HOSTILE)('%j is text in one annotation, and begins no other command', (text) => {
  const lines = annotationsOf([reportOf(madeUpReport(text), [{ ...broken(text), row: {} }])])
  expect(lines.join('\n').split(/\r?\n|\r/)).toHaveLength(1)
  const [, properties = ''] = /^::error (.*?)::/.exec(lines[0] ?? '') ?? []
  expect(properties.split(',').map((one) => one.split('=')[0])).toEqual(['file', 'title'])
})

test('on a runner it writes both, elsewhere nothing; a summary that is nearly full gets one line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-github-'))
  try {
    const summary = join(folder, 'summary.md')
    const reports = [madeUpReport('as reported')]
    const told: string[] = []
    const tell = (environment: Readonly<Record<string, string>>) =>
      tellGitHub(reports, environment, (text) => told.push(text))
    await tell({ GITHUB_STEP_SUMMARY: summary })
    expect(told).toEqual([])
    await tell({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })
    expect(told).toHaveLength(1)
    const once = readFileSync(summary, 'utf8')
    expect(once).toContain('## as reported')
    writeFileSync(summary, 'x'.repeat(999_000))
    await tell({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })
    expect(readFileSync(summary, 'utf8').slice(999_000)).toBe(
      '`sidekick-2009`: exit code 4; the summary is full: see run `20260101-ab12`\n\n',
    )
    const missing = tell({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'no', 'summary.md') })
    await expect(missing).rejects.toThrow(/GITHUB_STEP_SUMMARY .*summary\.md: cannot be written: ENOENT/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
