/** What a shard says of itself, in a file beside its reports: with all of them, nothing can be missing unseen. */

import { z } from 'zod'
import { readShaped } from '../shaped.ts'

const Arm = z.object({
  drill: z.string(),
  /** From the folder that the run was started in. */
  file: z.string(),
  arm: z.string(),
  planHash: z.string(),
  /** Which shard runs it. */
  shard: z.int().positive(),
})

const ShardRecord = z.object({
  format: z.literal(1),
  version: z.string(),
  shard: z.int().positive(),
  of: z.int().positive(),
  seed: z.int().nonnegative(),
  run: z.string(),
  exitCode: z.int().nonnegative(),
  /** All arms of all shards. */
  arms: z.array(Arm),
  /** Drills that could not run on the shard's machine, and why. */
  left: z.array(z.object({ drill: z.string(), because: z.string() })),
})

export type ShardRecord = z.infer<typeof ShardRecord>
export type PlannedArm = z.infer<typeof Arm>

export const recordName = (shard: number, of: number): string => `shard-${shard}-of-${of}.json`
export const RECORDS = 'shard-*-of-*.json'

/** Throws a usage `Failure` that names the file and the member. */
export function readRecord(path: string): Promise<ShardRecord> {
  return readShaped(path, ShardRecord, 'what a shard says of itself')
}
