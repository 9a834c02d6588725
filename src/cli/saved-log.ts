/** All saved runs of a folder of reports, arm by arm, as far as the drill log asks for them. */

import { join, relative } from 'node:path'
import { z } from 'zod'
import type { Played } from '../report/index.ts'
import { readShaped } from './shaped.ts'

const verdict = z.enum(['pass', 'fail', 'inconclusive'])
const counts = z.record(z.string(), z.number())

/** Members that a log can do without are optional: a run of another version still stands in it. */
const Saved = z.looseObject({
  drill: z.string(),
  title: z.string(),
  run: z.string(),
  started: z.string(),
  seed: z.number(),
  runtime: z.string(),
  versions: z.record(z.string(), z.string()),
  arms: z.array(
    z.looseObject({
      arm: z.string(),
      state: z.enum(['as expected', 'not as expected', 'error', 'not run']),
      exitCode: z.number(),
      durationMs: z.number(),
      expected: z.looseObject({ verdict }).optional(),
      failures: z.array(z.looseObject({ because: z.string() })).optional(),
      judgement: z
        .looseObject({
          verdict,
          sentence: z.string(),
          fates: counts,
          metrics: z.looseObject({
            recoveryPoint: z.record(z.string(), z.looseObject({ ms: z.number(), lost: z.number() })),
            recoveryTime: z.record(z.string(), z.looseObject({ all: z.number().optional() })),
          }),
        })
        .optional(),
    }),
  ),
})

type SavedArm = z.infer<typeof Saved>['arms'][number]

/** Throws a usage `Failure` that names the report which cannot be read. */
export async function playedIn(folder: string, reports: string): Promise<readonly Played[]> {
  const saved = await readShaped(join(folder, 'report.json'), Saved, 'the report of a run')
  const { arms, drill, title, run, started, seed, runtime, versions } = saved
  const facts = { drill, title, run, started, seed, runtime, versions, folder: relative(reports, folder) }
  return arms.map((arm) => ({ ...facts, ...playedOf(arm) }))
}

function playedOf({ arm, state, exitCode, durationMs, expected, judgement, failures = [] }: SavedArm) {
  const points = Object.values(judgement?.metrics.recoveryPoint ?? {}).filter(({ lost }) => lost > 0)
  const times = Object.values(judgement?.metrics.recoveryTime ?? {}).flatMap(({ all }) => all ?? [])
  return {
    arm,
    state,
    exitCode,
    durationMs,
    sentence: judgement?.sentence ?? failures[0]?.because ?? '',
    fates: judgement?.fates ?? {},
    ...(judgement && { verdict: judgement.verdict }),
    ...(expected && { expected: expected.verdict }),
    ...(points.length > 0 && { recoveryPointMs: Math.max(...points.map(({ ms }) => ms)) }),
    ...(times.length > 0 && { recoveryTimeMs: Math.max(...times) }),
  }
}
