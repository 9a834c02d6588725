/** Arms of saved runs as they are compared: what the report says of each, and the plan at the head of its ledger. */

import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { ledgerOf } from '../conductor/order.ts'
import { beginningOf, type Beginning, type Plan } from '../ledger/index.ts'
import { planOf, siteOf, type Compared, type Outcome } from '../report/index.ts'
import { readShaped } from './shaped.ts'

const verdict = z.enum(['pass', 'fail', 'inconclusive'])
const counts = z.record(z.string(), z.number())
const countsBy = z.record(z.string(), counts)

const Saved = z.looseObject({
  drill: z.string(),
  title: z.string(),
  run: z.string(),
  runtime: z.string(),
  versions: z.record(z.string(), z.string()),
  arms: z.array(
    z.looseObject({
      arm: z.string(),
      folder: z.string(),
      row: z.record(z.string(), z.unknown()),
      state: z.enum(['as expected', 'not as expected', 'error', 'not run']),
      expected: z.looseObject({ verdict }).optional(),
      failures: z.array(z.looseObject({ because: z.string() })).optional(),
      judgement: z
        .looseObject({
          verdict,
          sentence: z.string(),
          acknowledged: z.number(),
          fatesByCollection: countsBy,
          flagsByCollection: countsBy,
          fatesByDevice: countsBy,
          otherDevices: z.number(),
          edits: z.looseObject({ sent: z.number(), refused: z.number(), unanswered: z.number() }),
          backups: z.array(z.looseObject({ claimed: z.string(), restorable: z.boolean(), complete: z.boolean() })),
          promises: z.array(
            z.looseObject({ promise: z.string(), claim: z.string(), listed: z.boolean(), verdict, found: counts }),
          ),
          metrics: z.looseObject({
            recoveryPoint: z.record(z.string(), z.looseObject({ ms: z.number(), lost: z.number(), of: z.number() })),
            recoveryTime: z.record(z.string(), z.looseObject({ all: z.number().optional() })),
          }),
        })
        .optional(),
    }),
  ),
})

type SavedRun = z.infer<typeof Saved>
type SavedArm = SavedRun['arms'][number]
type Judged = NonNullable<SavedArm['judgement']>

/** All arms of a run that left a ledger. Throws a usage `Failure` that names the file which cannot be read. */
export async function comparedIn(folder: string, reports: string): Promise<readonly Compared[]> {
  const saved = await readShaped(join(folder, 'report.json'), Saved, 'the report of a run')
  const ran = saved.arms.filter(({ state, judgement }) => state !== 'not run' && judgement)
  return ran.map((arm) => comparedArm(saved, arm, { folder, reports }))
}

function comparedArm(saved: SavedRun, arm: SavedArm, at: { readonly folder: string; readonly reports: string }) {
  const { drill, title, run, runtime, versions } = saved
  const { state, expected, judgement, failures = [], row } = arm
  const head = beginningOf(ledgerOf(join(at.folder, arm.folder)))
  const rows = Object.entries(row).map(
    ([name, value]) => [`row: ${name}`, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  )
  const images = [...head.images].map(([service, image]) => [`image of ${service}`, shortDigest(image)] as const)
  return {
    drill,
    title,
    arm: arm.arm,
    run,
    folder: relative(at.reports, at.folder),
    seed: head.run.seed,
    state,
    ...(judgement && { verdict: judgement.verdict, outcome: outcomeOf(judgement, head.plan) }),
    ...(expected && { expected: expected.verdict }),
    sentence: judgement?.sentence ?? failures[0]?.because ?? '',
    plan: planOf({ seed: head.run.seed, plan: head.plan, promises: head.promises, edits: editsOf(head) }),
    site: {
      drill,
      ...Object.fromEntries(rows),
      ...siteOf(head.plan),
      ...Object.fromEntries(images),
      runtime,
      ...versions,
    },
  }
}

function outcomeOf(judgement: Judged, plan: Plan): Outcome {
  const { acknowledged, fatesByCollection, flagsByCollection, edits, backups, promises, metrics } = judgement
  const claimed = backups.filter((copy) => copy.claimed === 'ok')
  return {
    acknowledged,
    fates: fatesByCollection,
    flags: flagsByCollection,
    recoveryPoint: metrics.recoveryPoint,
    recoveryTime: metrics.recoveryTime,
    lostBy: lostBy(judgement, plan),
    edits,
    copies: { claimed: claimed.length, whole: claimed.filter((copy) => copy.restorable && copy.complete).length },
    promises,
  }
}

/** Of devices that the report leaves out, none lost more than those that it names. */
function lostBy({ fatesByDevice, otherDevices }: Judged, plan: Plan) {
  const groups = new Map(plan.devices.map(({ name, group }) => [name, group]))
  const by: Record<string, { lost: number; of: number; atLeast: boolean }> = {}
  for (const [device, fates] of Object.entries(fatesByDevice)) {
    const sum = (by[groups.get(device) ?? device] ??= { lost: 0, of: 0, atLeast: otherDevices > 0 })
    for (const [fate, count] of Object.entries(fates)) {
      sum.of += count
      if (fate !== 'durable' && fate !== 'recovered') sum.lost += count
    }
  }
  return by
}

const editsOf = ({ intents }: Beginning): string => {
  const digest = createHash('sha256')
  for (const { op, step, device, collection, record, change, afterMs } of intents) {
    digest.update(JSON.stringify([op, step, device, collection, record, change, afterMs]))
  }
  return digest.digest('hex')
}

/** Enough of it to tell two apart; the ledger has all of it. */
const shortDigest = (image: string): string => image.slice(0, 'sha256:'.length + 12)
