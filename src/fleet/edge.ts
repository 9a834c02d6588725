/**
 * Edge restore: deletions first, then class by class, each device offers what the server has neither seen nor deleted.
 * It decides by version vectors, as read from the server through the closed door, and reads back what it offered.
 */

import { reasonOf } from '../kernel/index.ts'
import { NoAnswer, Unreadable, type Change, type Outcome, type Row, type Session } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import { isSeenBy, type RecordClass, type VersionVector } from '../records/index.ts'
import type { Remote } from '../site/index.ts'
import { rowEntryOf } from './book.ts'
import { isNewer, type Device } from './device.ts'
import { inParallel } from './readings.ts'
import type { Held } from './store.ts'
import type { Channel, World } from './world.ts'

export interface EdgeRestoreOptions {
  readonly order: readonly RecordClass[]
  /** Headers with which a service's closed door lets pass. */
  readonly passOf: (service: Remote) => { readonly [name: string]: string }
  /** Called when all of a class is back and was read back: `rows` were compared. */
  readonly onClass: (service: Remote, recordClass: RecordClass, rows: number) => Promise<void>
}

/** What the server shows of one account, as far as the restorer knows. */
interface Mirror {
  readonly session: Session
  cursor: string | undefined
  readonly rows: Map<
    string,
    { readonly entry: RowEntry; readonly tag: string | undefined; readonly saw: VersionVector | undefined }
  >
}

export class EdgeRestore {
  readonly #world: World
  readonly #options: EdgeRestoreOptions
  readonly #mirrors = new Map<string, Mirror>()
  /** Offered in this class, by account: to be read back. */
  #offered: { readonly account: string; readonly id: string; readonly saw: VersionVector }[] = []

  constructor(world: World, options: EdgeRestoreOptions) {
    this.#world = world
    this.#options = options
  }

  /** Throws `NoAnswer` or `Unreadable` when the server cannot be read. */
  async run(devices: readonly Device[]): Promise<void> {
    const accounts = Map.groupBy(devices, ({ account }) => account)
    for (const channel of this.#world.channels) {
      await inParallel([...accounts.keys()], (account) => this.#open(channel, account))
      const classes = this.#options.order.filter((one) => channel.adapter.carries.includes(one))
      await inParallel([...accounts], async ([account, own]) => {
        for (const device of own) await device.inTurn(() => this.#offerDeletions(channel, account, device, classes))
      })
      for (const recordClass of classes) {
        await inParallel([...accounts], async ([account, own]) => {
          for (const device of own) await device.inTurn(() => this.#offerClass(channel, account, device, recordClass))
        })
        const rows = await this.#readBack(channel, [...accounts.keys()], recordClass)
        await this.#options.onClass(channel.adapter.service, recordClass, rows)
      }
    }
  }

  async #open(channel: Channel, account: string): Promise<void> {
    const pass = this.#options.passOf(channel.adapter.service)
    const send: Channel['send'] = (method, path, options) =>
      channel.direct(method, path, { ...options, headers: { ...pass, ...options?.headers } })
    const session = await channel.adapter.definition.connect(send, this.#world.credentials(account))
    const mirror: Mirror = { session, cursor: undefined, rows: new Map() }
    this.#mirrors.set(`${channel.name}/${account}`, mirror)
    await this.#refresh(mirror)
  }

  async #refresh(mirror: Mirror): Promise<readonly Row[]> {
    const view = await mirror.session.pull(mirror.cursor)
    if (view.kind === 'full') mirror.rows.clear()
    mirror.cursor = view.cursor
    for (const row of view.rows) {
      const entry = rowEntryOf(row)
      if (row.body === undefined) mirror.rows.delete(row.id)
      else mirror.rows.set(row.id, { entry, tag: row.tag, saw: this.#world.book.seenBy(entry) })
    }
    return view.rows
  }

  async #offerDeletions(
    channel: Channel,
    account: string,
    device: Device,
    classes: readonly RecordClass[],
  ): Promise<void> {
    const mirror = this.#mirrorOf(channel, account)
    for (const tomb of device.store.tombstones.values()) {
      if (!classes.includes(tomb.class) || device.outbox.concerns(tomb.id)) continue
      const there = mirror.rows.get(tomb.id)
      if (there?.saw && tomb.saw && !isSeenBy(there.saw, tomb.saw)) continue
      const outcome = await this.#offer(device, tomb.op ?? `edge/${device.name}/${tomb.id}`, mirror, {
        class: tomb.class,
        id: tomb.id,
        as: 'offer',
        body: undefined,
        basedOn: there?.tag,
        key: `edge/${device.name}/${tomb.id}`,
      })
      if (outcome.is === 'acked') mirror.rows.delete(tomb.id)
    }
  }

  async #offerClass(channel: Channel, account: string, device: Device, recordClass: RecordClass): Promise<void> {
    const mirror = this.#mirrorOf(channel, account)
    const candidates = [...device.store.aside, ...device.store.all()].filter((held) => held.class === recordClass)
    for (const held of candidates.toSorted((a, b) => (a.saw && b.saw && isNewer(a.saw, b.saw) ? -1 : 1))) {
      if (device.outbox.concerns(held.id)) continue
      await this.#offerVersion(device, mirror, account, held)
    }
  }

  async #offerVersion(device: Device, mirror: Mirror, account: string, held: Held): Promise<void> {
    const { id, class: recordClass, body, saw, entry } = held
    if (!saw || entry.blobMissing || this.#isKnown(mirror, device, held, saw)) return
    const there = mirror.rows.get(id)
    // On an ancestor it builds; beside a concurrent version it comes with its own old tag, and the policy decides.
    const basedOn = there && (there.saw && isSeenBy(there.saw, saw) ? there.tag : (held.tag ?? 'unknown'))
    const op = this.#world.book.opOf(entry.version) ?? `edge/${device.name}/${id}`
    const blob = this.#world.book.bytesFor(body)
    const key = `edge/${device.name}/${id}/${entry.version}`
    const outcome = await this.#offer(device, op, mirror, {
      class: recordClass,
      id,
      as: 'offer',
      body,
      blob,
      basedOn,
      key,
    })
    if (outcome.is !== 'acked') return
    mirror.rows.set(outcome.id ?? id, { entry, tag: outcome.tag, saw })
    this.#offered.push({ account, id: outcome.id ?? id, saw })
    device.store.aside = device.store.aside.filter((other) => other !== held)
  }

  /** The server has it, or a later one, or the device knows that it was deleted. */
  #isKnown(mirror: Mirror, device: Device, { id, entry }: Held, saw: VersionVector): boolean {
    const tomb = device.store.tombstones.get(id)
    if (tomb?.saw && isSeenBy(saw, tomb.saw)) return true
    return [...mirror.rows.values()].some(
      (row) => row.entry.record === entry.record && row.saw !== undefined && isSeenBy(saw, row.saw),
    )
  }

  async #offer(device: Device, op: string, mirror: Mirror, change: Change): Promise<Outcome> {
    const { ledger, book } = this.#world
    const attempt = book.nextAttempt(op)
    ledger.append({ is: 'sent', op, attempt, device: device.name, key: change.key, by: 'edge restore' })
    await ledger.flush()
    const outcome = await mirror.session.push(change).catch((thrown: unknown): Outcome => {
      if (thrown instanceof NoAnswer || thrown instanceof Unreadable)
        return { is: 'indeterminate', why: reasonOf(thrown) }
      throw thrown
    })
    const { is } = outcome
    const said =
      is === 'acked'
        ? {
            ...(outcome.id !== undefined && { id: outcome.id }),
            ...(outcome.tag !== undefined && { tag: outcome.tag }),
          }
        : { because: outcome.why }
    ledger.append({ is: 'answered', op, attempt, outcome: is, ...said })
    await ledger.flush()
    return outcome
  }

  /** How many rows of the class the server showed again, as offered or newer. Throws when one is not there. */
  async #readBack(channel: Channel, accounts: readonly string[], recordClass: RecordClass): Promise<number> {
    await inParallel(accounts, (account) => this.#refresh(this.#mirrorOf(channel, account)))
    const absent = this.#offered.filter(({ account, id, saw }) => {
      const there = this.#mirrorOf(channel, account).rows.get(id)
      return !there?.saw || !isSeenBy(saw, there.saw)
    })
    const count = this.#offered.length
    this.#offered = []
    const [first] = absent
    if (first)
      throw new Unreadable(`${absent.length} of ${count} offered ${recordClass} were not read back, ${first.id} first`)
    return count
  }

  #mirrorOf(channel: Channel, account: string): Mirror {
    return this.#mirrors.get(`${channel.name}/${account}`) as Mirror
  }
}
