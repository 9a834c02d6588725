/** `syncdrill compare`: the same drill on several sites, side by side, for a terminal, for programs, and as a page. */

import { join, relative } from 'node:path'
import { EXIT, Failure, reasonOf, writeWhole } from '../../kernel/index.ts'
import {
  comparisonLines,
  comparisonOf,
  letterOf,
  linesOf,
  plainJson,
  terminalOf,
  toComparisonPage,
  unlike,
  type Compared,
  type Comparison,
} from '../../report/index.ts'
import type { CompareFlags } from '../over-runs.ts'
import { comparedIn } from '../saved-comparison.ts'
import { findRun } from '../saved-runs.ts'

export async function compare(wanted: readonly string[], { reports, json }: CompareFlags): Promise<number> {
  const folders = await Promise.all(wanted.map((one) => findRun(one, reports)))
  const twice = folders.find((folder, place) => folders.indexOf(folder) !== place)
  if (twice !== undefined) throw new Failure('usage', `compare: expected runs, each once, got ${twice} twice`)
  const runs = await Promise.all(folders.map((folder) => comparedIn(folder, reports)))
  const { comparisons, left } = comparisonsOf(runs, folders)
  for (const { columns } of comparisons) refuseUnlike(columns)
  if (json) {
    const arms = comparisons.map((one) => ({ ...one, lines: linesOf(one) }))
    process.stdout.write(plainJson({ format: 1, arms, left }))
    return EXIT.pass
  }
  const page = join(reports, 'compare.html')
  await writeWhole([[page, toComparisonPage(comparisons)]]).catch((thrown: unknown) => {
    throw new Failure('environment', `${page}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
  const lines = [...comparisonLines(comparisons, terminalOf(process.stdout)), ...left]
  process.stdout.write(`${lines.join('\n')}\n\nPage  ${relative(process.cwd(), page) || page}\n`)
  return EXIT.pass
}

/** Arms of one name over all runs; of one run, its arms; of runs of one arm each, those. */
function comparisonsOf(
  runs: readonly (readonly Compared[])[],
  folders: readonly string[],
): { readonly comparisons: readonly Comparison[]; readonly left: readonly string[] } {
  const all = runs.flat()
  const [only] = all
  const isOneEach = runs.length === 1 || runs.every(({ length }) => length === 1)
  if (only && all.length > 1 && isOneEach) {
    const title = new Set(all.map(({ arm }) => arm)).size === 1 ? `${only.title}: ${only.arm}` : only.title
    return { comparisons: [comparisonOf(title, all)], left: [] }
  }
  const arms = [...Map.groupBy(all, ({ arm }) => arm)]
  const whole = arms.filter(([, columns]) => columns.length === runs.length)
  if (all.length < 2 || whole.length === 0) {
    const names = folders.map(
      (folder, place) => `${folder}: ${runs[place]?.map(({ arm }) => arm).join(', ') || 'none'}`,
    )
    const expected = 'expected a judged arm of the same name in each run, or one run with several'
    throw new Failure('usage', `compare: ${expected}, found these arms:`, { choices: names })
  }
  return {
    comparisons: whole.map(([arm, columns]) => comparisonOf(`${columns[0]?.title ?? ''}: ${arm}`, columns)),
    left: arms
      .filter(([, columns]) => columns.length < runs.length)
      .map(([arm, columns]) => `Left out: arm '${arm}', judged in ${columns.length} of ${runs.length} runs only`),
  }
}

/** Who was asked something else has answered something else. */
function refuseUnlike([first, ...others]: readonly Compared[]): void {
  for (const [place, other] of others.entries()) {
    const found = first ? unlike(first.plan, other.plan) : []
    if (!first || found.length === 0) continue
    const names = [first, other].map(({ run, arm }) => `${run}: ${arm}`)
    const letters = `${letterOf(0)} (${names[0]}) and ${letterOf(place + 1)} (${names[1]})`
    throw new Failure('usage', `compare: ${letters}: expected plans that differ in nothing but the site; unlike:`, {
      choices: found,
    })
  }
}
