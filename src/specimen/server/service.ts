/** What the parts of the running service share. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { OwnBackups } from './backup/own.ts'
import type { RecordClass } from './classes.ts'
import type { Log } from './log.ts'
import type { DefectId } from './defects.ts'
import { Problem } from './problem.ts'
import type { Blobs } from './store/blobs.ts'
import type { Databases } from './store/databases.ts'
import type { Version } from './store/formats.ts'
import type { Store, Transaction } from './store/store.ts'

export interface Service {
  readonly version: Version
  readonly store: Store
  readonly blobs: Blobs
  /** Absent where the store is a database server, which has tools of its own for that. */
  readonly ownBackups?: OwnBackups
  /** Other databases of the same server, which restores can read; absent where there is no server. */
  readonly databases?: Databases
  readonly adminToken: string
  readonly defects: ReadonlySet<DefectId>
  readonly log: Log
}

/** Whoever asks: an account, and whether the request shows the pass of a restore, which closed classes let through. */
export interface Caller {
  readonly user: string
  readonly pass: 'shown' | 'none'
}

const RETRY_AFTER_SECONDS = 1

export async function refuseClosed({ state }: Transaction, { pass }: Caller, wanted: RecordClass): Promise<void> {
  if (pass === 'shown' || !(await state.closed()).includes(wanted)) return
  throw new Problem(503, 'closed', `${wanted} are closed while they are restored`, {
    'retry-after': String(RETRY_AFTER_SECONDS),
  })
}

export async function closedFor({ state }: Transaction, { pass }: Caller): Promise<readonly RecordClass[]> {
  return pass === 'shown' ? [] : await state.closed()
}

/** Takes the same time however much of the secret is right. */
export function isSecret(given: string | undefined, secret: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(given ?? '')), Buffer.from(digestOf(secret)))
}

export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
