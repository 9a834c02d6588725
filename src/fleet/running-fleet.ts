/** The fleet while it runs: what the conductor and the faults may ask of people and their devices. */

import { type DrillClock, Failure, inParallel, until } from '../kernel/index.ts'
import type { Wire } from '../clients/index.ts'
import type { Intent, Unlike } from '../ledger/index.ts'
import type { Link } from '../site/index.ts'
import { Device } from './device.ts'
import type { EditOptions } from './edit.ts'
import type { Devices } from './devices.ts'
import { EdgeRestore, type EdgeRestoreOptions } from './edge.ts'
import { whyUnread, type Member } from './member.ts'
import { ProgramDevice } from './programs/program-device.ts'
import { freshEditOf } from './quiet/fresh.ts'
import { drain, type Patience } from './quiet/drain.ts'
import { QuietReads } from './quiet/unlike.ts'
import { Readings, type WhoIsAway } from './readings.ts'
import { offerSalvaged, type SalvageOptions } from './salvage.ts'
import type { Roster } from './roster.ts'
import type { ViewEntry, World } from './world.ts'

export interface WorkOptions {
  readonly overMs: number
  readonly values: EditOptions['values']
  readonly signal: AbortSignal
  /** Asked before each edit, with the drill milliseconds and the fraction of the work that have gone by. */
  readonly between?: (afterMs: number, fraction: number) => Promise<void>
}

export interface PowerCycled {
  readonly device: string
  readonly memory: 'volatile' | 'durable'
  /** Records that it held and lost. */
  readonly lost: readonly string[]
}

/** Edits that are on their way at the same time. */
const BUSY = 8

export class RunningFleet {
  readonly roster: Roster
  readonly #world: World
  readonly #readings: Readings
  readonly #quietReads = new QuietReads()
  readonly #devices: ReadonlyMap<string, Member>
  readonly #wires: ReadonlyMap<Link, Wire>
  #digests = 0
  #fresh: { readonly op: string; readonly record: string; readonly account: string }[] = []

  /** `laptops`: those of the roster that a program drives, on their machines. */
  constructor(
    roster: Roster,
    world: World,
    wires: ReadonlyMap<Link, Wire>,
    away: WhoIsAway,
    laptops: readonly ProgramDevice[] = [],
  ) {
    this.roster = roster
    this.#world = world
    this.#wires = wires
    this.#readings = new Readings(world, away)
    world.ledger.onEntry(this.#quietReads.take)
    const driven = new Map(laptops.map((laptop) => [laptop.name, laptop]))
    this.#devices = new Map(
      roster.devices.map((one): [string, Member] => [one.name, driven.get(one.name) ?? new Device(one, world)]),
    )
  }

  /** The devices' side of a link: to hang up when a fault starts, or to lose answers. Undefined where none use it. */
  wire(link: Link): Wire | undefined {
    return this.#wires.get(link)
  }

  /** Devices of a selection, in the order of the roster. */
  select(devices: Devices): readonly Member[] {
    return this.roster.select(devices).flatMap(({ name }) => this.#devices.get(name) ?? [])
  }

  /** Everybody signs in and reads for the first time; `planned` are the edits to come, some of what is then there. */
  async adopt(planned: readonly Intent[] = []): Promise<void> {
    this.#world.adopted.expect(planned)
    await this.serverViews('adopt')
    const devices = [...this.#devices.values()]
    const read = await inParallel(devices, (device) => device.inTurn(() => device.pull()))
    if (!read.includes(false)) return
    const what = 'adopt: a device could not read its account before the drill began'
    throw new Failure('environment', `${what}${whyUnread(devices)}`)
  }

  /** Ends when each edit is answered or given up for now, and every reachable device has then pulled. */
  async work(intents: readonly Intent[], { overMs, values, signal, between }: WorkOptions): Promise<void> {
    const { clock } = this.#world
    const beganMs = clock.ms
    // Phones that lie around look now and then: people edit what is there, not what was there before a restore.
    await inParallel([...this.#devices.values()], (device) => device.inTurn(() => device.pull()), BUSY)
    const busy = new Set<Promise<void>>()
    for (const [place, intent] of intents.entries()) {
      signal.throwIfAborted()
      moveTo(clock, beganMs + intent.afterMs)
      await between?.(intent.afterMs, place / intents.length)
      const editing: Promise<void> = this.#editOne(intent, values).finally(() => busy.delete(editing))
      busy.add(editing)
      if (busy.size >= BUSY) await Promise.race(busy)
    }
    await Promise.all(busy)
    moveTo(clock, beganMs + overMs)
    await this.syncAll()
  }

  async syncAll(): Promise<void> {
    await inParallel([...this.#devices.values()], (device) => device.inTurn(() => device.sync()), BUSY)
  }

  /** Undefined once every outbox is empty and everybody has read; else what is left, and why. */
  drain(patience: Patience): Promise<string | undefined> {
    return drain([...this.#devices.values()], this.#world.ledger, patience)
  }

  /** Records that the last read of the server while it was to become quiet does not show as devices do. */
  unlike(): readonly Unlike[] {
    return this.#quietReads.unlike([...this.#devices.values()])
  }

  /** What server and devices show, in one word; never the same word for different content. */
  async digestOfViews(): Promise<string> {
    this.#digests += 1
    const server = (await this.serverViews('quiesce')) ?? `unread the ${this.#digests}. time`
    const devices = [...this.#devices.values()].map(({ name, store }) => {
      const rows = [...store.all()].map(({ id, entry }) => `${id} ${entry.hash}`).toSorted()
      return `${name}: ${rows.join()}`
    })
    return `${server}\n${devices.join('\n')}`
  }

  serverViews(when: ViewEntry['when'], accounts = this.roster.accounts): Promise<string | undefined> {
    return this.#readings.server(when, accounts)
  }

  /** What every device that is online shows. */
  deviceViews(when: ViewEntry['when']): Promise<void> {
    for (const device of this.#devices.values()) if (device.online) this.#readings.device(device, when)
    return Promise.resolve()
  }

  /** A device that nobody had before, for every account: what a replaced phone would show. */
  async newDevices(): Promise<void> {
    await inParallel(this.roster.accounts, async (account) => {
      const declared = { name: `new-${account}`, account, memory: 'durable', retry: 'same key', skewMs: 0 } as const
      const device = new Device(declared, this.#world)
      if (await device.pull()) this.#readings.device(device, 'final', 'new device')
      else await this.#readings.unread(device, 'new device', 'final')
    })
  }

  holdings(): void {
    for (const device of this.#devices.values()) this.#readings.holdings(device)
  }

  /** What a clean room shows of a copy. */
  copyViews(copy: string, wire: Wire, when: 'gate' | 'final'): Promise<void> {
    return this.#readings.elsewhere((account) => ({ kind: 'copy', account, copy }), this.roster.accounts, wire, when)
  }

  salvageViews(volume: string, extractor: string, wire: Wire): Promise<void> {
    return this.#readings.elsewhere(
      (account) => ({ kind: 'salvage', account, volume, extractor }),
      this.roster.accounts,
      wire,
      'final',
    )
  }

  /** What an extractor shows of all accounts, offered to the server; how many rows it took. */
  offerSalvaged(room: Wire, options: SalvageOptions): Promise<number> {
    return offerSalvaged(this.#world, this.roster.accounts, room, options)
  }

  /** Programs have no part in it: they hold nothing aside, and nobody can make one pass a closed door. */
  edgeRestore(devices: Devices, options: EdgeRestoreOptions): Promise<void> {
    const simulated = this.select(devices).filter((device) => device instanceof Device)
    const online = simulated.filter((device) => device.online)
    return new EdgeRestore(this.#world, options).run(online)
  }

  /** One edit per device, of every collection in turn: it must reach everybody, or nothing was proven to sync. */
  async freshEdits(): Promise<void> {
    await inParallel([...this.#devices.values()], async (device) => {
      const intent = freshEditOf(device, this.#fresh.length, this.#world.random)
      const { record } = intent
      this.#fresh.push({ op: intent.op, record, account: device.account })
      await device.inTurn(async () => {
        await device.edit(intent, { values: 'realistic', fresh: true })
        await device.sync()
      })
    })
  }

  /** Until all devices of an account show its fresh edits; who does not in time is the judge's to name. */
  async untilFreshSeen({ atMostMs, signal }: Patience): Promise<void> {
    const all = [...this.#devices.values()].filter((device) => device.online)
    const seen = async () => {
      const behind = all.filter((device) =>
        this.#fresh.some(
          (fresh) => fresh.account === device.account && device.store.ofRecord(fresh.record).length === 0,
        ),
      )
      await inParallel(behind, (device) => device.inTurn(() => device.sync()), BUSY)
      return behind.length === 0
    }
    await until(seen, { what: 'fresh edits to arrive', atMostMs, everyMs: 50, signal }).catch((thrown: unknown) => {
      if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
      signal.throwIfAborted()
    })
  }

  /** People pull the battery: volatile memory is gone, durable memory stays. */
  async powerCycle(devices: Devices): Promise<readonly PowerCycled[]> {
    return inParallel(this.select(devices), (device) =>
      device.inTurn(async () => {
        const lost = device.memory === 'volatile' ? await device.loseMemory() : []
        device.hangUp()
        this.#world.ledger.append({
          is: 'device',
          device: device.name,
          state: 'power cycled',
          ...(lost.length > 0 && { records: lost }),
        })
        return { device: device.name, memory: device.memory, lost }
      }),
    )
  }

  /** Reset by its owner, or replaced by another of the same account: whatever its memory, it is empty. */
  async empty(devices: Devices, state: 'reset' | 'replaced'): Promise<readonly PowerCycled[]> {
    return inParallel(this.select(devices), (device) =>
      device.inTurn(async () => {
        const lost = await device.loseMemory()
        this.#world.ledger.append({ is: 'device', device: device.name, state, records: lost })
        return { device: device.name, memory: device.memory, lost }
      }),
    )
  }

  /** A person tells each of these programs to do something. */
  async tell(laptops: Devices, word: string): Promise<void> {
    const told = this.select(laptops).filter((device) => device instanceof ProgramDevice)
    await inParallel(told, (laptop) => laptop.inTurn(() => laptop.tell(word)))
  }

  goOffline(devices: Devices): void {
    for (const device of this.select(devices)) this.#turn(device, 'offline')
  }

  goOnline(devices: Devices): void {
    for (const device of this.select(devices)) this.#turn(device, 'online')
  }

  everybodyOnline(): void {
    for (const device of this.#devices.values()) this.#turn(device, 'online')
  }

  #turn(device: Member, state: 'online' | 'offline'): void {
    if (device.online === (state === 'online')) return
    device.online = state === 'online'
    device.hangUp()
    this.#world.ledger.append({ is: 'device', device: device.name, state })
  }

  async #editOne(intent: Intent, values: EditOptions['values']): Promise<void> {
    const device = this.#devices.get(intent.device)
    if (!device) throw new Failure('bug', `${intent.op}: there is no device '${intent.device}'`)
    await device.inTurn(async () => {
      const isUnseen = intent.change !== 'create' && device.store.ofRecord(intent.record).length === 0
      if (isUnseen && device.online) await device.pull()
      await device.edit(intent, { values })
      await device.sync()
    })
  }
}

/** Drill time never goes back, not even where steps inside have moved it. */
function moveTo(clock: DrillClock, ms: number): void {
  if (ms > clock.ms) clock.advance(ms - clock.ms)
}
