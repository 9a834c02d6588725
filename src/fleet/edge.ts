/**
 * Edge restore: deletions first, then collection by collection, each device offers what the server has neither seen nor
 * deleted. It decides by version vectors, as read from the server through the closed door, and reads back what it
 * offered.
 */

import { inParallel } from '../kernel/index.ts'
import { Unreadable, type Change, type HeldSession, type Outcome, type Row } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import { isSeenBy, join, type CollectionName, type VersionVector } from '../records/index.ts'
import type { Remote } from '../site/index.ts'
import { sendOffer } from './answered.ts'
import type { Device } from './device.ts'
import { isNewer } from './dots.ts'
import type { Pending } from './outbox.ts'
import type { Silence } from './quiet/silence.ts'
import type { Held } from './store.ts'
import type { Channel, World } from './world.ts'

export interface EdgeRestoreOptions {
  readonly order: readonly CollectionName[]
  /** Headers with which a service's closed door lets pass. */
  readonly passOf: (service: Remote) => { readonly [name: string]: string }
  /** Called when all of a collection is back and was read back: `rows` were compared. */
  readonly onCollection: (service: Remote, collection: CollectionName, rows: number) => Promise<void>
}

/** What is offered: shown, set aside, or unsent. */
interface Version extends Pick<Pending, 'op' | 'id' | 'collection' | 'saw' | 'entry'> {
  readonly body: string
  readonly tag: string | undefined
}

interface MirrorRow {
  readonly entry: RowEntry
  readonly tag: string | undefined
  readonly saw: VersionVector | undefined
}

/** What the server shows of one account, as far as the restorer knows. */
class Mirror {
  readonly account: string
  readonly session: HeldSession
  /** Whether the server answers: one that hangs is not asked by each account for as long. */
  readonly silence: Silence
  readonly rows = new Map<string, MirrorRow>()
  readonly #byRecord = new Map<string, Set<string>>()
  cursor: string | undefined

  constructor(account: string, session: HeldSession, silence: Silence) {
    this.account = account
    this.session = session
    this.silence = silence
  }

  put(id: string, row: MirrorRow): void {
    this.rows.set(id, row)
    const record = row.entry.record ?? ''
    this.#byRecord.set(record, (this.#byRecord.get(record) ?? new Set()).add(id))
  }

  /** This version of the record, or a later one. */
  has(record: string | undefined, saw: VersionVector): boolean {
    return [...(this.#byRecord.get(record ?? '') ?? [])].some((id) => {
      const row = this.rows.get(id)
      return row?.saw !== undefined && row.entry.record === record && isSeenBy(saw, row.saw)
    })
  }
}

export class EdgeRestore {
  readonly #world: World
  readonly #options: EdgeRestoreOptions
  readonly #mirrors = new Map<string, Mirror>()
  /** Offered in this collection, by account: to be read back. */
  #offered: { readonly account: string; readonly id: string; readonly saw: VersionVector }[] = []

  constructor(world: World, options: EdgeRestoreOptions) {
    this.#world = world
    this.#options = options
  }

  /** Throws `NoAnswer` or `Unreadable` when the server cannot be read, or no longer answers. */
  async run(devices: readonly Device[]): Promise<void> {
    try {
      await this.#restore(devices)
    } finally {
      for (const { session } of this.#mirrors.values()) await session.close()
    }
  }

  async #restore(devices: readonly Device[]): Promise<void> {
    const accounts = Map.groupBy(devices, ({ account }) => account)
    for (const channel of this.#world.channels) {
      await inParallel([...accounts.keys()], (account) => this.#open(channel, account))
      const collections = this.#options.order.filter((one) => channel.adapter.carries.includes(one))
      await inParallel([...accounts], async ([account, own]) => {
        for (const device of own) await device.inTurn(() => this.#offerDeletions(channel, account, device, collections))
      })
      for (const collection of collections) {
        await inParallel([...accounts], async ([account, own]) => {
          for (const device of own)
            await device.inTurn(() => this.#offerCollection(channel, account, device, collection))
        })
        const rows = await this.#readBack(channel, [...accounts.keys()], collection)
        await this.#options.onCollection(channel.adapter.service, collection, rows)
      }
    }
  }

  async #open(channel: Channel, account: string): Promise<void> {
    const pass = this.#options.passOf(channel.adapter.service)
    const { connect } = channel.adapter.definition
    const silence = this.#world.silence(channel, channel.direct, account)
    const open = () => channel.direct.session(connect, this.#world.credentials(account), pass)
    const mirror = new Mirror(account, await silence.read(open), silence)
    this.#mirrors.set(`${channel.name}/${account}`, mirror)
    await this.#refresh(mirror)
  }

  async #refresh(mirror: Mirror): Promise<readonly Row[]> {
    const view = await mirror.silence.read(() => mirror.session.pull(mirror.cursor))
    if (view.kind === 'full') mirror.rows.clear()
    mirror.cursor = view.cursor
    for (const row of view.rows) {
      const entry = this.#world.adopted.entryOf(mirror.account, row)
      if (row.body === undefined) mirror.rows.delete(row.id)
      else mirror.put(row.id, { entry, tag: row.tag, saw: this.#world.book.seenBy(entry) })
    }
    return view.rows
  }

  async #offerDeletions(
    channel: Channel,
    account: string,
    device: Device,
    collections: readonly CollectionName[],
  ): Promise<void> {
    const mirror = this.#mirrorOf(channel, account)
    const { tombstones, deletionsAside } = device.store
    for (const [id, tomb] of new Map([...deletionsAside, ...tombstones])) {
      if (!collections.includes(tomb.collection) || device.outbox.concerns(id)) continue
      const there = mirror.rows.get(id)
      // What it had not seen, it has not deleted; a stranger's row under the same id least of all.
      if (there && !(there.saw && tomb.saw && isSeenBy(there.saw, tomb.saw))) continue
      const key = `edge/${device.name}/${id}`
      const change = {
        collection: tomb.collection,
        id,
        as: 'offer',
        body: undefined,
        basedOn: there?.tag,
        key,
      } as const
      const outcome = await this.#offer(device, tomb.op ?? key, mirror, change)
      if (outcome.is === 'acked') mirror.rows.delete(id)
    }
  }

  async #offerCollection(channel: Channel, account: string, device: Device, collection: CollectionName): Promise<void> {
    const mirror = this.#mirrorOf(channel, account)
    for (const pending of device.outbox.all()) {
      if (pending.collection === collection) await this.#offerUnsent(device, mirror, account, pending)
    }
    const unsent = new Set(device.outbox.all().map(({ token }) => token))
    const candidates = [...device.store.aside, ...device.store.all()].filter(
      (held) => held.collection === collection && !unsent.has(held.entry.version ?? ''),
    )
    for (const held of newestFirst(candidates)) {
      if (device.outbox.concerns(held.id)) continue
      const { id, body, saw, entry, tag } = held
      if (!saw || entry.blobMissing) continue
      const op = this.#world.book.opOf(entry.version) ?? `edge/${device.name}/${id}`
      const outcome = await this.#offerVersion(device, mirror, account, {
        op,
        id,
        collection,
        body,
        saw,
        entry,
        tag,
      })
      if (outcome?.is === 'acked') device.store.aside = device.store.aside.filter((other) => other !== held)
    }
  }

  /** An update of what the server has lost, or only an ancestor of, would be refused or land beside it. */
  async #offerUnsent(device: Device, mirror: Mirror, account: string, pending: Pending): Promise<void> {
    const { op, id, collection, body, saw, entry, as, basedOn: tag } = pending
    const there = mirror.rows.get(id)
    const isOutdated = !there || (there.saw !== undefined && isNewer(saw, there.saw))
    const isFirst = device.outbox.all().find((other) => other.id === id) === pending
    if (!isFirst || as === 'new' || body === undefined || !isOutdated) return
    const version = { op, id, collection, body, saw, entry, tag }
    const outcome = await this.#offerVersion(device, mirror, account, version)
    if (outcome?.is === 'acked') device.carried(pending, outcome.id ?? id, outcome.tag)
  }

  /** Undefined when there is nothing to offer: the server has it, or a later one, or it was deleted. */
  async #offerVersion(device: Device, mirror: Mirror, account: string, version: Version): Promise<Outcome | undefined> {
    const { op, id, collection, body, saw, entry, tag } = version
    const tomb = device.store.tombstones.get(id) ?? device.store.deletionsAside.get(id)
    const isDeleted = tomb?.saw !== undefined && isSeenBy(saw, tomb.saw)
    if (isDeleted || mirror.has(entry.record, saw)) return undefined
    const there = mirror.rows.get(id)
    // On an ancestor it builds; beside a concurrent version it comes with its own old tag, and the policy decides.
    const onAncestor = there?.saw && isSeenBy(there.saw, saw) ? there.tag : undefined
    const basedOn = there && (onAncestor ?? tag ?? 'unknown')
    const blob = this.#world.book.bytesFor(body)
    const key = `edge/${device.name}/${id}/${entry.version}`
    const change = { collection, id, as: 'offer', body, blob, basedOn, key } as const
    const outcome = await this.#offer(device, op, mirror, change)
    if (outcome.is === 'acked') {
      const now = outcome.id ?? id
      const merged = outcome.tag === undefined && there?.saw ? join(there.saw, saw) : saw
      mirror.put(now, { entry: { ...entry, id: now }, tag: outcome.tag, saw: merged })
      this.#offered.push({ account, id: now, saw })
    }
    return outcome
  }

  async #offer(device: Device, op: string, mirror: Mirror, change: Change): Promise<Outcome> {
    const { silence, session } = mirror
    const offer = { op, device: device.name, key: change.key, by: 'edge restore' } as const
    return sendOffer(this.#world, silence, offer, () => session.push(change))
  }

  /** How many rows of the collection the server showed again, as offered or newer. Throws when one is not there. */
  async #readBack(channel: Channel, accounts: readonly string[], collection: CollectionName): Promise<number> {
    await inParallel(accounts, (account) => this.#refresh(this.#mirrorOf(channel, account)))
    // A concurrent version may have won by now, as the policy says; an older one, or none, may not.
    const absent = this.#offered.filter(({ account, id, saw }) => {
      const there = this.#mirrorOf(channel, account).rows.get(id)
      return !there?.saw || there.entry.blobMissing || isNewer(saw, there.saw)
    })
    const count = this.#offered.length
    this.#offered = []
    const [first] = absent
    if (first)
      throw new Unreadable(`${absent.length} of ${count} offered ${collection} were not read back, ${first.id} first`)
    return count
  }

  #mirrorOf(channel: Channel, account: string): Mirror {
    return this.#mirrors.get(`${channel.name}/${account}`) as Mirror
  }
}

function newestFirst(candidates: readonly Held[]): readonly Held[] {
  const weight = ({ saw }: Held) => Object.values(saw ?? {}).reduce((sum, counter) => sum + counter, 0)
  return candidates.toSorted((a, b) => weight(b) - weight(a))
}
