/** How far a device has read one service, and what came while an edit waited for its answer. */

import type { HeldSession, View } from '../clients/index.ts'
import type { Pending } from './outbox.ts'
import type { Channel } from './world.ts'

/** Where the line stood when an edit was sent for the first time, and the rows that came since. */
interface Waiting {
  readonly edit: Pending
  readonly cursor: string | undefined
  readonly fulls: number
  readonly rows: Set<string>
}

export class Line {
  readonly channel: Channel
  #session: HeldSession | undefined
  #cursor: string | undefined
  /** How many full views came: a cursor of before the last one is of another epoch. */
  #fulls = 0
  #waiting: Waiting | undefined

  constructor(channel: Channel) {
    this.channel = channel
  }

  /** The session; another one in the place of one whose connection is gone. */
  async session(connect: () => Promise<HeldSession>): Promise<HeldSession> {
    if (this.#session?.isOpen) return this.#session
    this.hangUp()
    return (this.#session = await connect())
  }

  hangUp(): void {
    this.#session?.hangUp()
    this.#session = undefined
  }

  get cursor(): string | undefined {
    return this.#cursor
  }

  /** With a collection unread, the cursor would jump over what is behind its door. */
  took({ kind, rows, cursor, unread = [] }: View): void {
    if (kind === 'full') this.#fulls += 1
    for (const { id } of rows) this.#waiting?.rows.add(id)
    if (unread.length === 0) this.#cursor = cursor
  }

  forget(): void {
    this.#cursor = undefined
    this.#waiting = undefined
  }

  sends(edit: Pending): void {
    if (this.#waiting?.edit === edit) return
    this.#waiting = { edit, cursor: this.#cursor, fulls: this.#fulls, rows: new Set() }
  }

  /**
   * An answer that was lost is given again, though others went on from there meanwhile. What came of these rows since
   * the first attempt may be older or newer than the answer is: the next pull reads it once more, and this is true.
   */
  answered(edit: Pending, ids: readonly string[]): boolean {
    const waiting = this.#waiting
    if (waiting?.edit !== edit) return false
    this.#waiting = undefined
    if (!ids.some((id) => waiting.rows.has(id))) return false
    this.#cursor = waiting.fulls === this.#fulls ? waiting.cursor : undefined
    return true
  }
}
