/** A service on paper, and a world around it: for tests of what devices do when it forgets, refuses or falls silent. */

import { openSync } from 'node:fs'
import { devNull } from 'node:os'
import {
  client,
  NoAnswer,
  Wire,
  type Change,
  type Outcome,
  type Row,
  type Session,
  type View,
} from '../clients/index.ts'
import { DrillClock, monotonicMs, Random } from '../kernel/index.ts'
import { Ledger, type Stamped } from '../ledger/index.ts'
import { PRESET_NAMES, PRESET, type CollectionName } from '../records/index.ts'
import { Book } from './book.ts'
import { Device } from './device.ts'
import type { RosterDevice } from './roster.ts'
import { World } from './world.ts'

/**
 * What becomes of a change: carried out, carried out with its answer lost, refused, not heard, or left hanging; as
 * everything is, at once or from then on, or as changes are only.
 */
export type Play =
  | 'carry out'
  | 'lose the answer'
  | 'refuse'
  | 'be silent'
  | 'hang'
  | 'hang on a change'
  | 'hang on changes'

interface Paper {
  readonly rows: ReadonlyMap<string, Row>
  readonly sequence: number
}

/** A time limit on paper: longer than it takes to see that nobody comes back soon. */
const HANGS_MS = 400

/** One account. The last writer wins; only a cursor of this epoch gets a delta. */
export class PaperService {
  #rows = new Map<string, Row & { readonly changed: number }>()
  #keys = new Map<string, Outcome>()
  #sequence = 0
  #epoch = 1
  #ids = 0
  play: Play = 'carry out'
  /** What an acknowledgement says besides; a merged answer has no tag. */
  merges = false
  unread: readonly CollectionName[] = []
  /** No feed: a cursor is a list of what was there, and tells the deletion of what it had; or its session has put. */
  lists: 'never' | 'plainly' | 'and what was put' = 'never'
  readonly pushed: Change[] = []

  session(): Session {
    const put = new Set<string>()
    const push = async (change: Change) => {
      const outcome = await this.#push(change)
      if (outcome.is === 'acked' && this.lists !== 'plainly') put.add(outcome.id ?? change.id)
      return outcome
    }
    const pull = (cursor: string | undefined) => (this.lists === 'never' ? this.#pull(cursor) : this.#list(put, cursor))
    return { push, pull }
  }

  get live(): readonly Row[] {
    return [...this.#rows.values()].filter(({ body }) => body !== undefined)
  }

  copy(): Paper {
    return { rows: new Map(this.#rows), sequence: this.#sequence }
  }

  /** Another epoch: cursors of before are answered in full. Nothing at all without a copy. */
  restore(copy?: Paper): void {
    this.#epoch += 1
    this.#keys = new Map()
    const rows = [...(copy?.rows ?? [])].map(([id, row]) => [id, { ...row, changed: 0 }] as const)
    this.#rows = new Map(rows)
  }

  /** Every request that came, answered or not. */
  asked = 0

  async #push(change: Change): Promise<Outcome> {
    if (this.play === 'hang on a change') this.play = 'hang'
    await this.#hear(this.play === 'hang on changes')
    if (this.play === 'be silent') throw new NoAnswer('nobody answers')
    if (this.play === 'refuse') return { is: 'rejected', why: 'as told', status: 422 }
    this.pushed.push(change)
    const outcome = this.#keys.get(change.key) ?? this.#carryOut(change)
    this.#keys.set(change.key, outcome)
    if (this.play === 'lose the answer') throw new NoAnswer('reset')
    return outcome
  }

  /** Those that waited until their time was up. */
  waited = 0

  async #hear(hangs = false): Promise<void> {
    this.asked += 1
    if (this.play !== 'hang' && !hangs) return
    this.waited += 1
    await new Promise((resolve) => void setTimeout(resolve, HANGS_MS))
    throw new NoAnswer('its time was up', { isLate: true })
  }

  #carryOut({ collection, id: given, as, body, basedOn }: Change): Outcome {
    if (as !== 'new' && basedOn !== undefined && !this.#rows.has(given)) return { is: 'rejected', why: '404' }
    this.#ids += as === 'new' ? 1 : 0
    const id = as === 'new' && this.lists === 'never' ? `id-${this.#ids}` : given
    this.#sequence += 1
    const tag = `t${this.#epoch}.${this.#sequence}`
    this.#rows.set(id, { id, collection, tag, changed: this.#sequence, ...(body !== undefined && { body }) })
    // What is gone from a list has no tag.
    return this.merges || (this.lists !== 'never' && body === undefined)
      ? { is: 'acked', id }
      : { is: 'acked', id, tag }
  }

  async #list(put: ReadonlySet<string>, cursor: string | undefined): Promise<View> {
    await this.#pull(undefined)
    const before = new Map((cursor === undefined ? [] : JSON.parse(cursor)) as readonly [string, string][])
    const there = new Map(this.live.map((row) => [row.id, row]))
    const changed = [...there.values()].filter(({ id, tag }) => before.get(id) !== tag)
    const gone = [...new Set([...before.keys(), ...put])].filter((id) => !there.has(id))
    const isDelta = cursor !== undefined
    const rows = isDelta ? [...changed, ...gone.map((id) => ({ id, collection: 'notes' as const }))] : this.live
    return { kind: isDelta ? 'delta' : 'full', rows, cursor: JSON.stringify(this.live.map(({ id, tag }) => [id, tag])) }
  }

  async #pull(cursor: string | undefined): Promise<View> {
    await this.#hear()
    if (this.play === 'be silent') throw new NoAnswer('nobody answers')
    const [epoch, since] = (cursor ?? '').split('/').map(Number)
    const isDelta = epoch === this.#epoch
    const open = [...this.#rows.values()].filter((row) => !this.unread.includes(row.collection))
    const rows = open.filter((row) => (isDelta ? row.changed > (since ?? 0) : row.body !== undefined))
    const unread = this.unread.length > 0 && { unread: this.unread }
    return { kind: isDelta ? 'delta' : 'full', rows, cursor: `${this.#epoch}/${this.#sequence}`, ...unread }
  }
}

export function paperWorld(service: PaperService) {
  const clock = new DrillClock()
  const ledger = Ledger.on(openSync(devNull, 'w'), 'on paper', { now: monotonicMs, drillMs: () => clock.ms })
  const entries: Stamped[] = []
  ledger.onEntry((entry) => entries.push(entry))
  const nowhere = () =>
    new Wire(() => {
      throw new Error('a paper service is not sent to')
    })
  const connect = () => Promise.resolve(service.session())
  const adapter = client({ carries: PRESET_NAMES, connect })({ is: 'remote', link: { is: 'link' } })
  const channels = [{ name: 'paper', adapter, wire: nowhere(), direct: nowhere(), serves: () => 'paper' }]
  const credentials = (user: string) => ({ user, password: { is: 'secret', reveal: () => 'x' } }) as const
  const parts = { ledger, clock, random: new Random('7'), book: new Book(), collections: PRESET, channels, credentials }
  const world = new World(parts)
  const device = (name: string, more: Partial<RosterDevice> = {}) =>
    new Device({ name, account: 'a01', memory: 'durable', retry: 'same key', skewMs: 0, ...more }, world)
  const told = <K extends Stamped['is']>(kind: K) =>
    entries.filter((entry): entry is Extract<Stamped, { is: K }> => entry.is === kind)
  return { world, device, entries, told, clock }
}
