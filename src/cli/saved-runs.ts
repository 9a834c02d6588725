/** Finds the saved run that somebody means by a drill, a run, a path, or nothing at all. */

import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { didYouMean, Failure } from '../kernel/index.ts'
import { readShaped } from './shaped.ts'

/** As far as commands ask for it: a report of another version is refused by what it lacks, not by its number. */
const Saved = z.looseObject({
  drill: z.string(),
  file: z.string(),
  seed: z.number(),
  run: z.string(),
  runtime: z.string(),
  arms: z.array(
    z.looseObject({
      arm: z.string(),
      folder: z.string(),
      failures: z
        .array(
          z.looseObject({
            class: z.enum(['usage', 'environment', 'residue', 'bug', 'interrupted']),
            because: z.string(),
          }),
        )
        .optional(),
      judgement: z
        .looseObject({
          verdict: z.string(),
          promises: z.array(z.looseObject({ promise: z.string(), found: z.record(z.string(), z.number()) })),
        })
        .optional(),
    }),
  ),
})

export type SavedRun = z.infer<typeof Saved>

/** The folder of the run: with a `report.json` in it. Throws a usage `Failure` that lists what there is. */
export async function findRun(wanted: string | undefined, reports: string): Promise<string> {
  const runs = await allRuns(reports)
  if (wanted === undefined) {
    const newest = runs.toSorted((a, b) => (basename(a) < basename(b) ? -1 : 1)).at(-1)
    if (newest) return newest
    throw new Failure('usage', `no run: expected a report.json in ${reports}/<drill>/<run>/, found none`)
  }
  const path = await runAt(wanted)
  if (path) return path
  const latest = await runAt(join(reports, wanted, 'latest'))
  if (latest) return latest
  const named = runs.filter((run) => basename(run) === wanted)
  const [only] = named
  if (only && named.length === 1) return only
  if (only) {
    const expected = `expected one run, and ${named.length} drills have one of that name:`
    throw new Failure('usage', `run '${wanted}': ${expected}`, { choices: named })
  }
  const drills = [...new Set(runs.map((run) => basename(dirname(run))))]
  const names = [...drills, ...runs.map((run) => basename(run))]
  const expected = `expected a drill, a run, or the path of one in ${reports}${didYouMean(wanted, names)}`
  const there = drills.length === 0 ? 'none was run' : 'these drills have runs:'
  throw new Failure('usage', `run '${wanted}': ${expected}; ${there}`, { choices: drills })
}

export function readRun(folder: string): Promise<SavedRun> {
  return readShaped(join(folder, 'report.json'), Saved, 'the report of a run')
}

/** The path itself, or the folder of a file of a run. */
async function runAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return undefined
  const folder = await realpath(found.isDirectory() ? path : dirname(path))
  return (await isRun(folder)) ? folder : undefined
}

/** Folders of all runs below a folder of reports. */
export async function allRuns(reports: string): Promise<readonly string[]> {
  const drills = await readdir(reports, { withFileTypes: true }).catch(() => [])
  const runs: string[] = []
  for (const drill of drills.filter((one) => one.isDirectory())) {
    const folder = join(reports, drill.name)
    for (const run of await readdir(folder, { withFileTypes: true })) {
      // A link is `latest`, which names a run that is listed too.
      if (run.isDirectory() && (await isRun(join(folder, run.name)))) runs.push(join(folder, run.name))
    }
  }
  return runs
}

function isRun(folder: string): Promise<boolean> {
  return stat(join(folder, 'report.json')).then(
    (found) => found.isFile(),
    () => false,
  )
}
