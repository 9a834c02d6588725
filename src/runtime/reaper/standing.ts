/** Which runs have not been reaped yet: their journals still stand. */

import { readdirSync } from 'node:fs'
import { until } from '../../kernel/index.ts'
import { journalsFolder } from '../journal.ts'

const REAP_MS = 90_000

/** Resolves with the runs that begin with `prefix` and are still there when patience ends; best case none. */
export async function untilReaped(prefix: string): Promise<readonly string[]> {
  const what = `the reapers of ${prefix}`
  await until(() => standing(prefix).length === 0, { what, atMostMs: REAP_MS, everyMs: 20 }).catch(() => undefined)
  return standing(prefix)
}

function standing(prefix: string): readonly string[] {
  try {
    return readdirSync(journalsFolder()).filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
  } catch {
    return []
  }
}
