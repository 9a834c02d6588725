/**
 * A simulated device: it shows what it pulled, edits at once, and sends in order. It believes the server; what it holds
 * beyond a server that went back it sets aside. One request at a time, as its person has two hands only.
 */

import type { HeldSession, Outcome, View } from '../clients/index.ts'
import { reasonOf } from '../kernel/index.ts'
import { isSeenBy, type CollectionName } from '../records/index.ts'
import { answered } from './answered.ts'
import { Outbox, type Pending } from './outbox.ts'
import { believe } from './believe.ts'
import { Dots } from './dots.ts'
import { makeEdit, type EditOptions, type PlannedEdit } from './edit.ts'
import { Line } from './line.ts'
import type { Member } from './member.ts'
import type { RosterDevice } from './roster.ts'
import { Store, type Held } from './store.ts'
import { unansweredBy, type Channel, type World } from './world.ts'

export class Device implements Member {
  readonly name: string
  readonly account: string
  readonly memory: 'volatile' | 'durable'
  readonly retry: 'same key' | 'fresh key'
  readonly #world: World
  readonly #lines: readonly Line[]
  readonly #dots: Dots
  readonly skewMs: number
  readonly carries: readonly CollectionName[]
  store = new Store()
  readonly outbox = new Outbox()
  /** What the server said of rows that have an unsent edit here. */
  readonly #shadow = new Map<string, Held | undefined>()
  online = true
  unread: string | undefined
  #cutOff = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(declared: Omit<RosterDevice, 'group'>, world: World) {
    this.name = declared.name
    this.account = declared.account
    this.memory = declared.memory
    this.retry = declared.retry
    this.skewMs = declared.skewMs
    this.carries = [...world.collections.keys()]
    this.#dots = new Dots(declared.name)
    this.#world = world
    this.#lines = world.channels.map((channel) => new Line(channel))
  }

  /** Runs when nothing else of this device does. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act, act)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** False, and in the ledger, when the device does not show what the intent is about. */
  edit(intent: PlannedEdit, options: EditOptions): boolean {
    const { op, record, change } = intent
    const shown = change === 'create' ? undefined : this.store.ofRecord(record)[0]
    if (change !== 'create' && !shown) {
      const isNone = intent.there && !this.#world.adopted.has(record)
      const lacks = isNone ? `${this.account} had no more ${intent.collection}` : `${this.name} does not show ${record}`
      this.#world.ledger.append({ is: 'skipped', op, because: lacks })
      return false
    }
    const made = makeEdit(this.#world, this, this.#dots.next(record, shown?.saw), intent, shown, options)
    if (made.held) this.store.put(made.held)
    else {
      this.store.remove(made.pending.id)
      const { collection, id } = made.pending
      this.store.tombstones.set(id, { id, op, collection, record, saw: made.saw })
    }
    this.outbox.add(made.pending)
    return true
  }

  /**
   * Sends what is unsent, then pulls. Nothing while offline. True when everything was answered and read. Whoever was
   * cut off looks first: an edit of what a restored server has forgotten is no conflict.
   */
  async sync(attempts = 3): Promise<boolean> {
    if (!this.online) return false
    const isReached = this.#cutOff ? await this.pull() : true
    const sent = await this.push(isReached ? attempts : 1)
    const read = await this.pull()
    this.#cutOff = !sent || !read
    return !this.#cutOff
  }

  /** In order; stops at the first that gets no clear answer in so many attempts. */
  async push(attempts: number): Promise<boolean> {
    for (let pending = this.outbox.first; pending; pending = this.outbox.first) {
      const { channel } = this.#lineOf(pending)
      const silence = this.#silence(channel)
      if (!(await this.#maySend(channel))) return false
      let ended = false
      for (let tried = 0; tried < attempts && !ended && this.online; tried += 1) {
        ended = await this.#attempt(pending)
        if (silence.isSilent || silence.hangsOnChanges) break
      }
      if (!ended) return false
    }
    return true
  }

  async pull(): Promise<boolean> {
    let whole = true
    this.unread = undefined
    for (const line of this.#lines) {
      if (!this.online) return false
      try {
        const view = await this.#silence(line.channel).read(async () => {
          const session = await line.session(() => this.#connect(line.channel))
          return session.pull(line.cursor)
        }, this.name)
        this.#take(line, view)
      } catch (thrown) {
        unansweredBy(thrown, line.channel)
        this.unread = `client '${line.channel.name}': ${reasonOf(thrown)}`
        whole = false
      }
    }
    return whole
  }

  /** Volatile memory is gone; durable memory stays. Sessions end either way. Returns the records that were lost. */
  loseMemory(): readonly string[] {
    const lost = [...this.store.all(), ...this.store.aside].flatMap(({ entry }) => entry.record ?? [])
    const unsent = this.outbox.clear()
    for (const { op } of unsent)
      this.#world.ledger.append({ is: 'given up', op, because: `${this.name} lost its memory` })
    this.store = new Store()
    this.#shadow.clear()
    for (const line of this.#lines) line.forget()
    this.hangUp()
    return [...new Set([...lost, ...unsent.map(({ record }) => record)])]
  }

  hangUp(): void {
    this.#cutOff = true
    for (const line of this.#lines) line.hangUp()
  }

  /** Answered on another way than its own: edge restore carried it. */
  carried(pending: Pending, id: string, tag: string | undefined): void {
    this.outbox.drop(pending)
    const isReadAgain = this.#lineOf(pending).answered(pending, [pending.id, id])
    this.#acked(pending, id, tag, isReadAgain)
  }

  async #attempt(pending: Pending): Promise<boolean> {
    const { ledger, book } = this.#world
    const line = this.#lineOf(pending)
    const attempt = book.nextAttempt(pending.op)
    const key = this.retry === 'same key' ? `${this.name}/${pending.op}` : `${this.name}/${pending.op}/${attempt}`
    ledger.append({ is: 'sent', op: pending.op, attempt, device: this.name, key })
    await ledger.flush()
    const { collection, as, body, basedOn } = pending
    const blob = body === undefined ? undefined : book.bytesFor(body)
    let outcome: Outcome
    line.sends(pending)
    try {
      outcome = await this.#silence(line.channel).send(async () => {
        const session = await line.session(() => this.#connect(line.channel))
        return session.push({ collection, id: pending.id, as, body, blob, basedOn, key })
      }, this.name)
    } catch (thrown) {
      outcome = { is: 'indeterminate', why: unansweredBy(thrown, line.channel) }
    }
    ledger.append(answered(pending.op, attempt, outcome))
    await ledger.flush()
    if (outcome.is === 'indeterminate') return false
    this.outbox.drop(pending)
    const id = (outcome.is === 'acked' ? outcome.id : undefined) ?? pending.id
    const isReadAgain = line.answered(pending, [pending.id, id])
    if (outcome.is === 'acked') this.#acked(pending, id, outcome.tag, isReadAgain)
    else this.#refused(pending, outcome.why, isReadAgain)
    return true
  }

  /** Without a tag, the service keeps something else than was sent: what is shown keeps its old tag until then. */
  #acked(pending: Pending, id: string, tag: string | undefined, isReadAgain: boolean): void {
    const { id: oldId } = pending
    this.outbox.follow(oldId, id, tag)
    const own = this.store.get(oldId)
    if (own && pending.body !== undefined) {
      this.store.remove(oldId)
      if (!this.#knowsDeleted(id, pending))
        this.store.put({ ...own, id, tag: tag ?? own.tag, entry: { ...own.entry, id } })
    }
    if (this.outbox.concerns(id) || this.outbox.concerns(oldId)) return
    // What was pulled meanwhile is older than what is there now, unless something else won, or got a row of its own.
    // What is there all the same is told again; what is gone is not, where that had not been listed before.
    // So is what the deletion was made on, when it was pulled before that.
    const saw = this.#shadow.get(oldId)?.saw
    const isDeleted = pending.body === undefined && (isReadAgain || (saw !== undefined && isSeenBy(saw, pending.saw)))
    if ((tag !== undefined && id === oldId) || isDeleted) this.#shadow.delete(oldId)
    else this.#applyShadow(oldId)
  }

  /** Its deletion was heard of before its own late answer was. */
  #knowsDeleted(id: string, { saw }: Pending): boolean {
    const deletion = this.store.tombstones.get(id)
    return deletion?.saw !== undefined && isSeenBy(saw, deletion.saw)
  }

  #refused(pending: Pending, why: string, isReadAgain: boolean): void {
    this.#world.ledger.append({ is: 'given up', op: pending.op, because: why })
    if (this.outbox.concerns(pending.id)) return this.outbox.rebuild(pending)
    this.store.tombstones.delete(pending.id)
    this.store.remove(pending.id)
    if (isReadAgain) this.#shadow.delete(pending.id)
    else if (this.#shadow.has(pending.id)) this.#applyShadow(pending.id)
    else if (pending.before) this.store.put(pending.before)
  }

  #applyShadow(id: string): void {
    if (!this.#shadow.has(id)) return
    const shadow = this.#shadow.get(id)
    this.#shadow.delete(id)
    if (shadow) this.store.put(shadow)
    else this.store.remove(id)
  }

  #take(line: Line, view: View): void {
    const { ledger, book, adopted } = this.#world
    const unread = new Set<CollectionName>(view.unread)
    const rows = view.rows.map((row) => ({ row, entry: adopted.entryOf(this.account, row) }))
    if (rows.length > 0 || view.kind === 'full') {
      const party = { kind: 'device', account: this.account, device: this.name } as const
      // Of what other clients carry it says nothing.
      const others = this.carries.filter((one) => !line.channel.adapter.carries.includes(one))
      const notCovered = view.kind === 'full' ? [...unread, ...others] : []
      this.#world.writeView(
        { party, scope: view.kind, when: 'sync', ...(notCovered.length > 0 && { unread: notCovered }) },
        rows.map(({ entry }) => entry),
      )
    }
    if (view.kind === 'full') {
      const covered = line.channel.adapter.carries.filter((one) => !unread.has(one))
      this.#believe(new Set(covered), rows)
      if (line.cursor !== undefined) {
        const because = 'a full view answered a cursor'
        ledger.append({ is: 'device', device: this.name, state: 'epoch changed', because })
      }
    }
    for (const { row, entry } of rows) {
      const held: Held | undefined =
        row.body === undefined
          ? undefined
          : { id: row.id, collection: row.collection, body: row.body, tag: row.tag, entry, saw: book.seenBy(entry) }
      if (this.outbox.concerns(row.id)) this.#shadow.set(row.id, held)
      else if (held) this.store.put(held)
      else this.#delete(row.id, row.collection)
    }
    line.took(view)
  }

  #believe(covered: ReadonlySet<CollectionName>, rows: Parameters<typeof believe>[1]['shown']): void {
    const { ledger, book } = this.#world
    const set = believe(this.store, { covered, shown: rows }, this.outbox, book)
    for (const pending of this.outbox.all()) {
      const isAbsent =
        pending.as !== 'new' && covered.has(pending.collection) && !rows.some(({ row }) => row.id === pending.id)
      if (isAbsent) this.#shadow.set(pending.id, undefined)
    }
    if (set.length === 0) return
    const records = set.flatMap(({ entry }) => entry.record ?? [])
    const because = 'the server does not show them'
    ledger.append({ is: 'device', device: this.name, state: 'set aside', because, records })
  }

  #delete(id: string, collection: CollectionName): void {
    const held = this.store.remove(id)
    if (held) this.store.tombstones.set(id, { id, op: undefined, collection, record: held.entry.record, saw: held.saw })
  }

  #lineOf({ collection }: Pending): Line {
    const channel = this.#world.channelOf(collection)
    return this.#lines.find((one) => one.channel === channel) as Line
  }

  #silence(channel: Channel) {
    return this.#world.silence(channel, channel.wire, this.account)
  }

  /** A link that swallows answers is sent changes all the same: the service behind it carries them out. */
  async #maySend(channel: Channel): Promise<boolean> {
    const silence = this.#silence(channel)
    if (await silence.takesChange()) return true
    return !silence.hangsOnChanges && !(await this.#world.silence(channel, channel.direct, this.account).isHanging())
  }

  #connect({ adapter, wire }: Channel): Promise<HeldSession> {
    return wire.session(adapter.definition.connect, this.#world.credentials(this.account))
  }
}
