/** `syncdrill history`: the drill log of all saved runs, for a terminal, for programs, and as a page. */

import { join, relative } from 'node:path'
import { didYouMean, EXIT, Failure, reasonOf, writeWhole } from '../../kernel/index.ts'
import { logLines, logOf, plainJson, terminalOf, toLogPage } from '../../report/index.ts'
import type { HistoryFlags } from '../over-runs.ts'
import { playedIn } from '../saved-log.ts'
import { allRuns } from '../saved-runs.ts'

export async function history(drills: readonly string[], { reports, most, json }: HistoryFlags): Promise<number> {
  const runs = await allRuns(reports)
  const all = (await Promise.all(runs.map((run) => playedIn(run, reports)))).flat()
  const names = [...new Set(all.map(({ drill }) => drill))].toSorted()
  const unknown = drills.find((drill) => !names.includes(drill))
  if (unknown !== undefined || names.length === 0) {
    const what = unknown === undefined ? 'no run' : `drill '${unknown}'`
    const expected = unknown === undefined ? 'a report.json' : `a drill with runs${didYouMean(unknown, names)}`
    const there = names.length === 0 ? 'found none' : 'these drills have runs:'
    throw new Failure('usage', `${what}: expected ${expected} in ${reports}/<drill>/<run>/; ${there}`, {
      choices: names,
    })
  }
  const logs = logOf(all.filter(({ drill }) => drills.length === 0 || drills.includes(drill)))
  if (json) {
    process.stdout.write(plainJson({ format: 1, arms: logs }))
    return EXIT.pass
  }
  const page = join(reports, 'history.html')
  await writeWhole([[page, toLogPage(logs)]]).catch((thrown: unknown) => {
    throw new Failure('environment', `${page}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
  const lines = logLines(logs, { most, terminal: terminalOf(process.stdout) })
  process.stdout.write(`${lines.join('\n')}\n\nPage  ${relative(process.cwd(), page) || page}\n`)
  return EXIT.pass
}
