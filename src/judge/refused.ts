/** Devices that a service takes no more edits of, though it can be read. */

import type { Streak } from '../history/index.ts'
import type { Finals } from './finals.ts'

/** So seldom would a service that refuses now and then have refused so many in a row. */
const BY_CHANCE = 0.001

/** Refused while the run came to rest, and never acknowledged again. */
export function refusedToTheEnd({ history, server }: Finals): readonly Streak[] {
  const quiesce = history.phases.get('quiesce')?.begin ?? Infinity
  const late = [...history.answers.streaks.values()].filter(
    ({ last, account }) => last > quiesce && server.get(account)?.state === 'complete',
  )
  const inStreaks = late.reduce((sum, { rejected }) => sum + rejected, 0)
  const { acked, rejected } = history.answers
  const otherwise = rejected - inStreaks
  // How often it refuses whoever it does take edits of.
  const rate = otherwise / Math.max(1, acked + otherwise)
  return late.filter((streak) => streak.isOpen || rate ** streak.rejected < BY_CHANCE)
}
