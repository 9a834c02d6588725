/** Reads everybody into the ledger. A view that fails is written down as such, and not thrown. */

import { createHash } from 'node:crypto'
import { inParallel, reasonOf, until } from '../kernel/index.ts'
import { NoAnswer, Unreadable, type HeldSession, type View, type Wire } from '../clients/index.ts'
import type { Party } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Member } from './member.ts'
import type { Channel, ViewEntry, World } from './world.ts'

type When = ViewEntry['when']

/** An end and a refused connection are heard of in any order. */
export const HEARD_MS = 1_000

/** Nobody serves any more: gone for good, or not running on a disk that may hold everything. */
export interface Away {
  readonly state: 'gone' | 'unreadable'
  readonly because: string
}

/** Undefined while somebody may answer. */
export type WhoIsAway = () => Away | undefined | Promise<Away | undefined>

export class Readings {
  readonly #world: World
  readonly #away: WhoIsAway
  readonly #sessions = new Map<string, HeldSession>()

  constructor(world: World, away: WhoIsAway) {
    this.#world = world
    this.#away = away
  }

  /**
   * The authority: a full read of each account, past the devices' link but through their door. Returns a digest of all
   * that was shown, or undefined when some account could not be read.
   */
  async server(when: When, accounts: readonly string[]): Promise<string | undefined> {
    const digests = await inParallel(accounts, (account) =>
      this.#read({ kind: 'server', account }, when, account, `server/${account}`, ({ direct }) => direct),
    )
    return digests.includes(undefined) ? undefined : createHash('sha256').update(digests.join()).digest('hex')
  }

  /** A copy, or what is left of an old volume, as somebody else's service shows it. */
  async elsewhere(
    partyOf: (account: string) => Party,
    accounts: readonly string[],
    wire: Wire,
    when: When,
  ): Promise<void> {
    await inParallel(accounts, (account) => this.#read(partyOf(account), when, account, undefined, () => wire))
  }

  /** What a device shows on its screen now. */
  device(device: Member, when: When, kind: 'device' | 'new device' = 'device'): void {
    const party = { kind, account: device.account, device: device.name } as const
    this.#world.writeView(
      { party, scope: 'full', when },
      [...device.store.all()].map(({ entry }) => entry),
    )
  }

  /** One that had no chance to read: its emptiness says nothing. */
  async unread(device: Member, kind: 'device' | 'new device', when: When): Promise<void> {
    const party = { kind, account: device.account, device: device.name } as const
    const view = this.#world.openView({ party, scope: 'full', when })
    const silent = this.#world.channels.map((one) => this.#world.silence(one, one.wire, device.account).because)
    const because = silent.find((one) => one !== undefined) ?? 'it could not pull'
    const away = (await this.#away()) ?? { state: 'unreadable' as const, because }
    this.#world.ledger.append({ is: 'viewed', view, rows: 0, ...away })
  }

  /** What a device holds without showing it, and what it has not sent. */
  holdings(device: Member): void {
    const { account, name } = device
    const aside = device.store.aside.map(({ entry }) => entry)
    const outbox = device.outbox.all().map(({ entry }) => entry)
    for (const [kind, rows] of [
      ['aside', aside],
      ['outbox', outbox],
    ] as const) {
      if (rows.length > 0)
        this.#world.writeView({ party: { kind, account, device: name }, scope: 'full', when: 'final' }, rows)
    }
  }

  async #read(party: Party, when: When, account: string, keep: string | undefined, via: (channel: Channel) => Wire) {
    const { ledger, channels, adopted } = this.#world
    const carried = new Set(channels.flatMap(({ adapter }) => adapter.carries))
    const missing = [...this.#world.collections.keys()].filter((one) => !carried.has(one))
    const unread = new Set<CollectionName>()
    const view = this.#world.openView({
      party,
      scope: 'full',
      when,
      ...(missing.length > 0 && { unread: missing }),
    })
    const digest = createHash('sha256')
    let rows = 0
    try {
      for (const channel of channels) {
        const answer = await this.#ask(keep && `${keep}/${channel.name}`, account, channel, via(channel))
        for (const one of answer.unread ?? []) unread.add(one)
        if (when === 'adopt' && party.kind === 'server') adopted.meet(account, answer.rows)
        for (const row of answer.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
          const entry = adopted.entryOf(account, row)
          digest.update(`${entry.collection}/${entry.id}/${entry.hash}\n`)
          ledger.append({ is: 'row', view, ...entry })
          rows += 1
        }
      }
      const closed = unread.size > 0 && { unread: [...unread] }
      ledger.append({ is: 'viewed', view, state: 'complete', rows, ...closed })
      return digest.digest('hex')
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer || thrown instanceof Unreadable)) throw thrown
      const away = party.kind === 'server' ? await this.#heardAway(thrown) : undefined
      const { state, because } = away ?? { state: 'unreadable', because: reasonOf(thrown) }
      ledger.append({ is: 'viewed', view, state, rows, because })
      return undefined
    }
  }

  /** A connection that ended may be heard of before the end of the service that held it. */
  async #heardAway(thrown: NoAnswer | Unreadable): Promise<Away | undefined> {
    const ended = thrown instanceof NoAnswer && !thrown.isLate
    const wait = { what: 'an end to be heard of', atMostMs: ended ? HEARD_MS : 0 }
    return until(this.#away, wait).catch(() => undefined)
  }

  /** Sessions are kept with the server itself, of which it is known whether it answers. */
  async #ask(key: string | undefined, account: string, channel: Channel, wire: Wire): Promise<View> {
    const connect = () => wire.session(channel.adapter.definition.connect, this.#world.credentials(account))
    if (key !== undefined) {
      return this.#world.silence(channel, wire, account).read(async () => (await this.#kept(key, connect)).pull())
    }
    await using session = await connect()
    return await session.pull()
  }

  async #kept(key: string, connect: () => Promise<HeldSession>): Promise<HeldSession> {
    const kept = this.#sessions.get(key)
    if (kept?.isOpen) return kept
    await kept?.close()
    const session = await connect()
    this.#sessions.set(key, session)
    return session
  }
}
