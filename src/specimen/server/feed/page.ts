/**
 * The feed of changes, page by page. A full listing shows every row that is live from its first page to its last: one
 * that is changed meanwhile moves to a later page, and comes again in the delta, which starts where the listing began.
 * Closed classes are left out, named, and caught up later.
 */

import { CLASSES, type RecordClass } from '../classes.ts'
import { closedFor, type Caller } from '../service.ts'
import type { Row, Transaction } from '../store/store.ts'
import { placesOf, readCursor, writeCursor, type Cursor, type DeltaCursor, type FullCursor } from './cursor.ts'

export interface Page {
  readonly kind: 'full' | 'delta'
  readonly rows: readonly Row[]
  readonly cursor: string
  readonly more: boolean
  readonly closed: readonly RecordClass[]
}

export interface Wanted {
  readonly since?: string | undefined
  readonly limit: number
}

export async function pageOf(transaction: Transaction, caller: Caller, { since, limit }: Wanted): Promise<Page> {
  const now = { epoch: await transaction.state.epoch(), sequence: await transaction.state.sequence() }
  const closed = await closedFor(transaction, caller)
  const open = CLASSES.filter((each) => !closed.includes(each))
  const place = { transaction, user: caller.user, open, limit, sequence: now.sequence }
  const cursor = since === undefined ? undefined : readCursor(since, now)
  if (cursor?.kind === 'delta') return await deltaPage(place, cursor)
  const start: FullCursor = { kind: 'full', epoch: now.epoch, classes: open, after: 0, upTo: now.sequence }
  return await fullPage(place, cursor ?? start)
}

interface Place {
  readonly transaction: Transaction
  readonly user: string
  readonly open: readonly RecordClass[]
  readonly limit: number
  readonly sequence: number
}

/** A class that was closed when the listing began, or since, is not part of it, even if it is open again. */
async function fullPage({ transaction, user, open, limit, sequence }: Place, cursor: FullCursor): Promise<Page> {
  const { epoch, upTo } = cursor
  const classes = cursor.classes.filter((each) => open.includes(each))
  const after = new Map(classes.map((each) => [each, cursor.after]))
  const found = await transaction.records.span({ user, after, upTo: sequence, limit: limit + 1, tombstones: 'without' })
  const rows = found.slice(0, limit)
  const more = found.length > limit
  const next: Cursor = more
    ? { kind: 'full', epoch, classes, after: rows.at(-1)?.seq ?? cursor.after, upTo }
    : { kind: 'delta', epoch, positions: Object.fromEntries(classes.map((each) => [each, upTo])) }
  const closed = CLASSES.filter((each) => !classes.includes(each))
  return { kind: 'full', rows, cursor: writeCursor(next), more, closed }
}

async function deltaPage({ transaction, user, open, limit, sequence }: Place, cursor: DeltaCursor): Promise<Page> {
  const places = placesOf(cursor)
  const after = new Map([...places].filter(([each]) => open.includes(each)))
  const found = await transaction.records.span({ user, after, upTo: sequence, limit: limit + 1, tombstones: 'with' })
  const rows = found.slice(0, limit)
  const more = found.length > limit
  const reached = more ? (rows.at(-1)?.seq ?? 0) : sequence
  // A class that is closed stays where it was, so that nothing of it is skipped once it is open again.
  const positions = Object.fromEntries(
    [...places].map(([each, before]) => [each, open.includes(each) ? Math.max(before, reached) : before]),
  )
  const next: Cursor = { kind: 'delta', epoch: cursor.epoch, positions }
  const closed = CLASSES.filter((each) => !open.includes(each))
  return { kind: 'delta', rows, cursor: writeCursor(next), more, closed }
}
