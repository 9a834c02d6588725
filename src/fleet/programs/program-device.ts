/**
 * A laptop whose contacts a real program syncs. It shows the cards in its folder, edits them there, and believes of the
 * program only what it said of a run that ended well; everything else nobody knows.
 */

import { inParallel } from '../../kernel/index.ts'
import { bodyOf, cardOf, uidOf } from '../../clients/index.ts'
import { digest, type CollectionName } from '../../records/index.ts'
import { Dots } from '../dots.ts'
import { makeEdit, type EditOptions, type PlannedEdit } from '../edit.ts'
import type { Member } from '../member.ts'
import { Outbox, type Pending } from '../outbox.ts'
import type { RosterDevice } from '../roster.ts'
import { Store, type Held } from '../store.ts'
import type { World } from '../world.ts'
import type { Driver, Heard, Laptop, Program } from './program.ts'

/** Files that are read at the same time. */
const PARALLEL = 8

export class ProgramDevice implements Member {
  readonly name: string
  readonly account: string
  readonly memory = 'durable'
  readonly carries: readonly CollectionName[]
  readonly skewMs: number
  readonly outbox = new Outbox()
  store = new Store()
  online = true
  readonly #world: World
  readonly #program: Program
  readonly #laptop: Laptop
  readonly #dots: Dots
  /** Where the card of each shown row lies. */
  #files = new Map<string, string>()
  #driver: Driver
  #seen = ''
  #turn: Promise<unknown> = Promise.resolve()

  constructor({ name, account, skewMs }: RosterDevice, program: Program, laptop: Laptop, world: World) {
    this.name = name
    this.account = account
    this.skewMs = skewMs
    this.carries = program.carries
    this.#program = program
    this.#laptop = laptop
    this.#world = world
    this.#dots = new Dots(name)
    this.#driver = program.drive(laptop)
  }

  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act, act)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async edit(intent: PlannedEdit, options: EditOptions): Promise<boolean> {
    const { op, record, change } = intent
    const shown = change === 'create' ? undefined : this.store.ofRecord(record)[0]
    if (change !== 'create' && !shown) {
      this.#world.ledger.append({ is: 'skipped', op, because: `${this.name} does not show ${record}` })
      return false
    }
    const { pending, held } = makeEdit(this.#world, this, this.#dots.next(record, shown?.saw), intent, shown, options)
    await this.#save(pending)
    if (held) this.store.put(held)
    else this.store.remove(pending.id)
    this.#overwrite(pending.id)
    this.outbox.add(pending)
    return true
  }

  /** One run of the program: it sends and reads as it sees fit. Not run while offline, or while the service hangs. */
  async sync(): Promise<boolean> {
    if (!this.online || !(await this.#isWorthARun())) return false
    const { ledger, book } = this.#world
    const sent = this.outbox.all().map((pending) => ({ pending, attempt: book.nextAttempt(pending.op) }))
    for (const { pending, attempt } of sent) {
      const { op } = pending
      ledger.append({ is: 'sent', op, attempt, device: this.name, key: `${this.name}/${op}/${attempt}` })
    }
    await ledger.flush()
    const heard = await this.#driver.sync()
    for (const { pending, attempt } of sent) this.#answered(pending, attempt, heard)
    const own = new Set(sent.map(({ pending }) => pending.id))
    if (heard.code === 0) for (const id of heard.uploaded.difference(own)) this.#sentAgain(id)
    await ledger.flush()
    await this.#look()
    return heard.code === 0
  }

  pull(): Promise<boolean> {
    return this.sync()
  }

  tell(word: string): Promise<void> {
    return this.#driver.tell(word)
  }

  async loseMemory(): Promise<readonly string[]> {
    const lost = [...this.store.all()].flatMap(({ entry }) => entry.record ?? [])
    for (const { op } of this.outbox.clear()) this.#giveUp(op, `${this.name} lost its memory`)
    await this.#laptop.home.clear()
    this.store = new Store()
    this.#files = new Map()
    this.#driver = this.#program.drive(this.#laptop)
    return [...new Set(lost)]
  }

  /** Each run of the program connects anew. */
  hangUp(): void {
    return undefined
  }

  /** A program waits out its own time, every time: a probe asks first. What it may carry out is sent all the same. */
  async #isWorthARun(): Promise<boolean> {
    const [channel, account] = [this.#world.channelOf(this.carries[0] ?? 'contacts'), this.account]
    const silence = this.#world.silence(channel, channel.wire, account)
    if (!(await silence.isHanging())) return true
    if (this.outbox.size === 0) return false
    return (await silence.takesChange()) || !(await this.#world.silence(channel, channel.direct, account).isHanging())
  }

  async #save({ id, body }: Pending): Promise<void> {
    const path = this.#files.get(id) ?? `${this.#driver.cards}${encodeURIComponent(id)}.vcf`
    if (body === undefined) {
      await this.#laptop.home.delete(path)
      this.#files.delete(id)
    } else {
      await this.#laptop.home.write(path, cardOf(body, id) ?? '')
      this.#files.set(id, path)
    }
  }

  /** What was not sent before the file was changed again never will be. */
  #overwrite(id: string): void {
    for (const pending of this.outbox.all().filter((one) => one.id === id)) {
      this.outbox.drop(pending)
      this.#giveUp(pending.op, `${this.name} changed it again before the service had answered`)
    }
  }

  /** A run that ended well and says nothing of a change will not say more: to the program both sides are alike. */
  #answered(pending: Pending, attempt: number, { code, uploaded, deleted, words }: Heard): void {
    const { op, id, body } = pending
    const isAcked = code === 0 && (body === undefined ? deleted : uploaded).has(id)
    const because = code === 0 ? 'it ended well, and said nothing of it' : `it ended with ${code}: ${words}`
    const outcome = isAcked ? 'acked' : 'indeterminate'
    this.#world.ledger.append({
      is: 'answered',
      op,
      attempt,
      outcome,
      ...(isAcked ? { id } : { because: `${this.#program.name}: ${because}` }),
    })
    if (code !== 0) return
    this.outbox.drop(pending)
    if (!isAcked) this.#giveUp(op, `${this.#program.name} has nothing more to send`)
  }

  /** Nobody edited it since: the program found that the server lacks it, or has another. Told once it is done. */
  #sentAgain(id: string): void {
    const { ledger, book } = this.#world
    const op = book.opOf(this.store.get(id)?.entry.version)
    if (op === undefined) return
    const attempt = book.nextAttempt(op)
    const key = `${this.name}/${op}/${attempt}`
    ledger.append({ is: 'sent', op, attempt, device: this.name, key, by: 'program' })
    ledger.append({ is: 'answered', op, attempt, outcome: 'acked', id })
  }

  #giveUp(op: string, because: string): void {
    this.#world.ledger.append({ is: 'given up', op, because })
  }

  /** Reads the folder, and writes down what it shows where that has changed. */
  async #look(): Promise<void> {
    const { cards } = this.#driver
    const paths = (await this.#laptop.home.list(cards)).filter((path) => path.endsWith('.vcf'))
    const read = await inParallel(
      paths,
      async (path) => this.#heldIn(path, await this.#laptop.home.read(path)),
      PARALLEL,
    )
    const files = new Map<string, string>()
    const rows = new Map<string, Held>()
    for (const { path, held } of read) {
      // Two files of one contact are two rows: the judge must see both.
      const id = rows.has(held.id) ? path : held.id
      rows.set(id, { ...held, id, entry: { ...held.entry, id } })
      files.set(id, path)
    }
    for (const { id } of this.store.all()) if (!rows.has(id)) this.store.remove(id)
    for (const held of rows.values()) this.store.put(held)
    this.#files = files
    const entries = [...rows.values()].map(({ entry }) => entry)
    const seen = digest(JSON.stringify(entries), 32)
    if (seen === this.#seen) return
    this.#seen = seen
    const party = { kind: 'device', account: this.account, device: this.name } as const
    this.#world.writeView({ party, scope: 'full', when: 'sync' }, entries)
  }

  #heldIn(path: string, card: string): { readonly path: string; readonly held: Held } {
    const id = uidOf(card) ?? path
    const body = bodyOf(card)
    const entry = this.#world.adopted.entryOf(this.account, { id, collection: 'contacts', body })
    const saw = this.#world.book.seenBy(entry)
    return { path, held: { id, collection: 'contacts', body, tag: undefined, entry, saw } }
  }
}
