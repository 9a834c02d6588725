/** One device of the fleet, whoever drives it: a simulated one, or a real program on a machine of its own. */

import type { CollectionName } from '../records/index.ts'
import type { EditOptions, PlannedEdit } from './edit.ts'
import type { Outbox } from './outbox.ts'
import type { Store } from './store.ts'

export interface Member extends Doings {
  readonly name: string
  readonly account: string
  readonly memory: 'volatile' | 'durable'
  readonly carries: readonly CollectionName[]
  /** What it shows. Another one once its memory was lost. */
  readonly store: Store
  readonly outbox: Outbox
  online: boolean
  /** Client and reason of its last read, where that failed and the reason is known. */
  readonly unread?: string | undefined
}

/** ` (phones-1: api: GET /: 404)`, of the first whose reason is known, or nothing. */
export function whyUnread(members: readonly Member[]): string {
  const first = members.find(({ unread }) => unread !== undefined)
  return first ? ` (${first.name}: ${first.unread})` : ''
}

interface Doings {
  /** Runs when nothing else of this device does. */
  inTurn<T>(act: () => Promise<T>): Promise<T>
  /** False, and in the ledger, when the device does not show what the intent is about. */
  edit(intent: PlannedEdit, options: EditOptions): boolean | Promise<boolean>
  /** Sends what is unsent, then pulls. True when everything was answered and read; false while offline. */
  sync(): Promise<boolean>
  /** True when it has read what there is. */
  pull(): Promise<boolean>
  /** Everything that it held is gone. Returns the records that were lost. */
  loseMemory(): readonly string[] | Promise<readonly string[]>
  /** Whatever it was connected to, it connects anew. */
  hangUp(): void
}
