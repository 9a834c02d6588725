/**
 * What a run has written into somebody else's service is deleted once it is over, however it ended: on ways of its own,
 * past the links, as fast as the run may write. Only what the service shows is deleted, and only what is this run's.
 */

import { NoAnswer, Unreadable, Wire, type HeldSession, type Row } from '../../clients/index.ts'
import { Failure, reasonOf } from '../../kernel/index.ts'
import type { Channel } from '../../fleet/index.ts'
import type { Stage } from '../stage.ts'
import type { Target } from './target.ts'

export interface Cleared {
  /** How many records were deleted. */
  readonly deleted: number
  /** What is still there, or may be, each in words. */
  readonly left: readonly string[]
}

/** A record that comes back, or is refused at first, is tried once more. */
const ROUNDS = 3
/** To read, and to wait for a service that is slow. */
const READING_MS = 60_000

type Scene = Pick<Stage, 'topology' | 'site' | 'roster'> & { readonly channels: readonly Channel[] }

export async function clearUp(scene: Scene, target: Target): Promise<Cleared> {
  const { site, roster, channels } = scene
  const { own, limit, asked, answerMs } = target
  const written = channels.flatMap(({ name }) =>
    roster.accounts.flatMap((account) => own.writtenIn(name, roster.credentials(account).user)),
  )
  const atMostMs = READING_MS + (ROUNDS * 1_000 * written.length) / asked.writesPerSecond
  const signal = AbortSignal.timeout(atMostMs)
  let deleted = 0
  const left: string[] = []
  for (const { name, adapter } of channels) {
    const { connect } = adapter.definition
    await using wire = new Wire(() => site.direct(adapter.service), { answerMs, signal, writes: limit })
    for (const account of roster.accounts) {
      const credentials = roster.credentials(account)
      const { user } = credentials
      const records = own.writtenIn(name, user)
      if (records.length === 0) continue
      try {
        await using session = await wire.session(connect, credentials)
        const rows = async () => (await session.pull()).rows.filter((row) => isThere(row) && own.isOwn(name, user, row))
        const cleared = await clearAccount(session, rows)
        deleted += cleared.deleted
        left.push(...cleared.left.map(({ row, why }) => `${row.collection} ${row.id} of ${user}: ${why}`))
      } catch (thrown) {
        if (!(thrown instanceof NoAnswer || thrown instanceof Unreadable || thrown instanceof Failure)) throw thrown
        const named = records.length > 5 ? `${records.slice(0, 5).join(', ')}, ...` : records.join(', ')
        left.push(`up to ${records.length} records of ${user} (${named}): ${reasonOf(thrown)}`)
      }
    }
  }
  return { deleted, left }
}

const isThere = ({ body }: Row): boolean => body !== undefined

interface Left {
  readonly row: Row
  readonly why: string
}

async function clearAccount(session: HeldSession, shown: () => Promise<readonly Row[]>) {
  let deleted = 0
  let rows = await shown()
  let whys = new Map<string, string>()
  for (let round = 1; rows.length > 0 && round <= ROUNDS; round += 1) {
    whys = new Map()
    for (const { id, collection, tag } of rows) {
      const change = {
        collection,
        id,
        as: 'change',
        body: undefined,
        basedOn: tag,
        key: `clear/${id}/${round}`,
      } as const
      const outcome = await session.push(change)
      if (outcome.is === 'acked') deleted += 1
      else whys.set(id, outcome.why)
    }
    rows = await shown()
  }
  const left: readonly Left[] = rows.map((row) => ({ row, why: whys.get(row.id) ?? 'it is shown again' }))
  return { deleted: deleted - left.filter(({ row }) => !whys.has(row.id)).length, left }
}
