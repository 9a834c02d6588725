/** Which runs have not been reaped yet: their journals still stand. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../kernel/index.ts'
import { journalsFolder, readJournal } from '../journal.ts'
import { isSame, killAll } from '../proc.ts'
import { REAP_MS } from './patience.ts'

/** To heal, to let go and to judge: what a conductor cannot do in that time, its reaper does without it. */
const CONDUCTOR_MS = 20_000

/**
 * Resolves with the runs that begin with `prefix` and are still there when patience ends; best case none. A conductor
 * that was told to end and does not is ended, for its reaper waits for that.
 */
export async function untilReaped(prefix: string, graceMs = CONDUCTOR_MS): Promise<readonly string[]> {
  const isOver = () => conductorsOf(prefix).length === 0
  await until(isOver, { what: 'the conductors to end', atMostMs: graceMs, everyMs: 20 }).catch(() => undefined)
  killAll(conductorsOf(prefix))
  const what = `the reapers of ${prefix}`
  await until(() => standing(prefix).length === 0, { what, atMostMs: REAP_MS, everyMs: 20 }).catch(() => undefined)
  return standing(prefix)
}

/** Never this process: it waits for others. */
function conductorsOf(prefix: string): readonly number[] {
  return standing(prefix).flatMap((name) => {
    const owner = readJournal(join(journalsFolder(), name)).find((line) => line.is === 'owner')
    return owner && owner.pid !== process.pid && isSame(owner.pid, owner.started) ? [owner.pid] : []
  })
}

function standing(prefix: string): readonly string[] {
  try {
    return readdirSync(journalsFolder()).filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
  } catch {
    return []
  }
}
