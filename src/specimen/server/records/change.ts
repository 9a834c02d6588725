/** One change of one record: what it needs, what the class's policy makes of it, and what is answered. */

import { randomUUID } from 'node:crypto'
import type { RecordClass } from '../classes.ts'
import { POLICIES } from '../policies/index.ts'
import type { Decision, Resolution } from '../policies/policy.ts'
import { Problem } from '../problem.ts'
import type { Row, Transaction } from '../store/store.ts'
import { matches, mintEtag, normalise } from './etag.ts'

interface Target {
  readonly class: RecordClass
  readonly id: string
}

export interface Create {
  readonly method: 'POST'
  readonly class: RecordClass
  readonly body: string
}

/** With `offer` instead of `ifMatch`, only a record that is not known here is written, under its old id. */
export interface Update extends Target {
  readonly method: 'PUT'
  readonly body: string
  readonly ifMatch?: string | undefined
  readonly offer?: true | undefined
}

/** With `acceptTombstone`, a record that is not known here becomes a tombstone. */
export interface Delete extends Target {
  readonly method: 'DELETE'
  readonly ifMatch?: string | undefined
  readonly acceptTombstone?: true | undefined
}

export type Change = Create | Update | Delete

export interface Answer {
  readonly status: 200 | 201 | 204
  readonly id: string
  readonly etag: string
  readonly resolution?: Resolution
}

export async function carryOut(transaction: Transaction, user: string, change: Change): Promise<Answer> {
  switch (change.method) {
    case 'POST':
      return { status: 201, ...(await write(transaction, { ...change, user, id: randomUUID() })) }
    case 'PUT':
      return change.offer ? await offer(transaction, user, change) : await update(transaction, user, change)
    case 'DELETE':
      return await remove(transaction, user, change)
  }
}

async function offer(transaction: Transaction, user: string, change: Update): Promise<Answer> {
  const { class: its, id, body } = change
  const found = await transaction.records.find({ user, class: its, id })
  if (found) throw found.body === undefined ? deleted(change) : new Problem(412, 'live', `${nameOf(change)} is here`)
  return { status: 201, resolution: 'applied', ...(await write(transaction, { user, class: its, id, body })) }
}

async function update(transaction: Transaction, user: string, change: Update): Promise<Answer> {
  const { class: its, id, body: incoming, ifMatch } = change
  if (ifMatch === undefined)
    throw new Problem(428, 'precondition', 'an update needs If-Match, an offer If-None-Match: *')
  const found = await transaction.records.find({ user, class: its, id })
  if (!found) throw unknown(change)
  const base = await transaction.records.bodyAt({ user, class: its, id, etag: normalise(ifMatch) })
  const editor = matches(ifMatch, found.etag) ? 'current' : 'stale'
  return await settle(
    transaction,
    found,
    incoming,
    POLICIES[its]({ stored: found.body, base, incoming, editor }),
    change,
  )
}

async function settle(
  transaction: Transaction,
  { user, class: its, id, etag }: Row,
  incoming: string,
  decision: Decision,
  change: Update,
): Promise<Answer> {
  switch (decision.is) {
    case 'gone':
      throw deleted(change)
    case 'keep':
      return { status: 200, id, etag, resolution: decision.resolution }
    case 'add': {
      const added = await write(transaction, { user, class: its, id: randomUUID(), body: incoming })
      return { status: 200, ...added, resolution: decision.resolution }
    }
    case 'replace': {
      const replaced = await write(transaction, { user, class: its, id, body: decision.body })
      return { status: 200, ...replaced, resolution: decision.resolution }
    }
  }
}

async function remove(transaction: Transaction, user: string, change: Delete): Promise<Answer> {
  const { class: its, id, ifMatch, acceptTombstone } = change
  if (ifMatch === undefined && !acceptTombstone) throw new Problem(428, 'precondition', 'a delete needs If-Match')
  const found = await transaction.records.find({ user, class: its, id })
  if (!found && !acceptTombstone) throw unknown(change)
  if (found && found.body === undefined) throw deleted(change)
  if (found && !matches(ifMatch, found.etag)) {
    throw new Problem(412, 'stale', `${nameOf(change)} has changed since ${ifMatch ?? 'it was offered as deleted'}`)
  }
  const etag = mintEtag()
  await transaction.records.put({ user, class: its, id, etag, body: undefined })
  return { status: 204, id, etag }
}

/** Only a class that merges needs earlier bodies. */
async function write(
  { records }: Transaction,
  { user, class: its, id, body }: Pick<Row, 'user' | 'class' | 'id'> & { readonly body: string },
): Promise<{ readonly id: string; readonly etag: string }> {
  const etag = mintEtag()
  await records.put({ user, class: its, id, etag, body })
  if (its === 'contacts') await records.keepVersion({ user, class: its, id, etag, body })
  return { id, etag }
}

function nameOf({ class: its, id }: Target): string {
  return `${its} ${id}`
}

function unknown(target: Target): Problem {
  return new Problem(404, 'unknown', `${nameOf(target)} is not known`)
}

function deleted(target: Target): Problem {
  return new Problem(410, 'deleted', `${nameOf(target)} was deleted`)
}
