/**
 * What every runtime keeps of its services: the incarnation that runs, in which version; who is told of its states; who
 * waits for a line of its log; and who starts it again. How one is started, and what it is, each runtime knows itself.
 */

import { Failure, reasonOf, uniqueName } from '../kernel/index.ts'
import type { Service, Topology } from '../site/index.ts'
import type { End } from './end.ts'
import { folderOf } from './journal.ts'
import { Listeners } from './listeners.ts'
import { lookedUp } from './looked-up.ts'
import type { Room, ServiceChange, ServiceState, StartOptions, Undo } from './runtime.ts'
import { endedMeanwhile, Supervisor } from './supervision/supervisor.ts'
import { inAll, seenAgain, type Usage } from './usage.ts'

/** One start of a service: a process, or a container between a start and its end. */
export interface Incarnation extends Acts {
  /** How it ended; undefined while it runs. */
  readonly exit: string | undefined
  readonly paused: boolean
  /** The last lines of its log. */
  readonly tail: readonly string[]
  /** What it runs from, where that has an identity: `sha256:...`. */
  readonly image?: string | undefined
  /** Another one with every start. */
  readonly identity: string
  /** As it was last seen; undefined while nobody can tell. */
  readonly usage: Usage | undefined
}

interface Acts {
  stop(): Promise<void>
  kill(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
}

type Start = Pick<StartOptions, 'because' | 'by'> & { readonly version: string }

/** What is told of a start, or of an end that somebody asked for. */
interface How extends Pick<StartOptions, 'because' | 'by'> {
  readonly image?: string | undefined
}

interface Running<I> {
  readonly version: string
  readonly own: I
}

export abstract class Incarnations<I extends Incarnation> {
  protected readonly topology: Topology
  protected readonly room: Room
  readonly #running = new Map<Service, Running<I>>()
  readonly #usage = new Map<Service, Map<string, Usage>>()
  readonly #listeners = new Listeners()
  /** Ends that somebody asked for. */
  readonly #asked = new WeakMap<I, 'stopped' | 'killed'>()
  /** Ends that nobody asked for, and starts that came to nothing: of these the ledger is told why. */
  readonly #failed = new WeakMap<I, End>()
  /** Ends that look to whoever supervises the service as if nobody had asked for them. */
  readonly #crashed = new WeakSet<I>()
  /** How each was started last: its supervisor does the same. */
  readonly #started = new Map<Service, StartOptions>()
  readonly #supervisors = new Map<Service, Supervisor>()

  constructor(topology: Topology, room: Room) {
    this.topology = topology
    this.room = room
  }

  /** Starts it once; resolves once it is ready. */
  protected abstract launch(service: Service, options: StartOptions): Promise<void>

  async start(service: Service, options: StartOptions = {}): Promise<void> {
    await this.settled(service)
    const supervisor = this.#supervisorOf(service)
    supervisor?.countAnew()
    this.#started.set(service, options)
    try {
      await this.launch(service, options)
    } catch (thrown) {
      supervisor?.hasEnded()
      await supervisor?.settled()
      if (!this.#isUp(service)) throw thrown
    }
  }

  async settled(service: Service): Promise<void> {
    await this.#supervisors.get(service)?.settled()
  }

  async stop(service: Service): Promise<void> {
    this.#supervisors.get(service)?.leaveOff()
    await this.#end(service, 'stopped', (own) => own.stop())
    await this.settled(service)
  }

  async kill(service: Service): Promise<void> {
    this.#supervisors.get(service)?.leaveOff()
    await this.#end(service, 'killed', (own) => own.kill())
    await this.settled(service)
  }

  async crash(service: Service): Promise<void> {
    const own = this.#running.get(service)?.own
    if (own) this.#crashed.add(own)
    await this.#end(service, 'killed', (one) => one.kill())
    const supervisor = this.#supervisors.get(service)
    supervisor?.countAnew()
    supervisor?.hasEnded()
  }

  async pause(service: Service): Promise<void> {
    const { own, version } = this.alive(service)
    await own.pause()
    this.#tell(service, version, 'paused')
  }

  async resume(service: Service): Promise<void> {
    const { own, version } = this.alive(service)
    await own.resume()
    this.#tell(service, version, 'resumed')
  }

  state(service: Service): ServiceState {
    const running = this.#running.get(service)
    if (!running) return { status: 'absent', version: service.start }
    const { own, version } = running
    if (this.#supervisors.get(service)?.isAtWork) return { status: 'restarting', version }
    const failed = this.#failed.get(own)
    if (own.exit !== undefined) return { status: 'ended', version, exit: own.exit, ...(failed && { failed }) }
    return { status: own.paused ? 'paused' : 'running', version, incarnation: own.identity }
  }

  usage(): ReadonlyMap<string, Usage> {
    for (const [service, { own }] of this.#running) this.#look(service, own)
    return new Map([...this.#usage].map(([service, starts]) => [this.topology.nameOf(service), inAll(starts.values())]))
  }

  says(service: Service, pattern: RegExp, signal: AbortSignal): Promise<string> {
    return this.#listeners.says(service, pattern, signal)
  }

  atEnd(argv: readonly string[]): Undo {
    const { journal, run, drillFolder } = this.room
    const id = uniqueName(3)
    journal.undo(id, lookedUp(argv, drillFolder ?? folderOf(run)))
    return { cancel: () => journal.undone(id) }
  }

  /** In which version a start is, and what ran before; throws when something still does. */
  protected next(service: Service, wanted: string | undefined): { readonly version: string; readonly before?: I } {
    const running = this.#running.get(service)
    if (running && running.own.exit === undefined) {
      throw new Failure('bug', `service '${this.topology.nameOf(service)}' runs already`)
    }
    return { version: wanted ?? running?.version ?? service.start, ...(running && { before: running.own }) }
  }

  /** What an incarnation is to tell. */
  protected ears(service: Service, version: string, own: () => I) {
    return {
      onLine: (line: string): void => {
        this.room.onLine?.(service, line)
        this.#listeners.hear(service, line)
      },
      onEnd: (end: End): void => {
        this.#look(service, own())
        const asked = this.#asked.get(own())
        if (asked === undefined && service.made?.completes && end.exit?.code === 0) return
        if (asked === undefined) this.#failed.set(own(), end)
        // A kill leaves no exit code: this one was quicker, and ended by itself.
        if (asked === undefined || (asked === 'killed' && end.exit?.code !== undefined)) {
          this.#tell(service, version, 'failed', end)
        }
        if (asked === undefined) this.#supervisors.get(service)?.hasEnded()
      },
    }
  }

  /** Resolves once it is up; one that does not come up is killed, and its reason thrown. */
  protected async begin(
    service: Service,
    { version, ...start }: Start,
    own: I,
    up: () => Promise<void>,
  ): Promise<void> {
    if (this.#supervisors.get(service)?.isOver) {
      await own.kill()
      throw endedMeanwhile(this.topology.nameOf(service))
    }
    this.#running.set(service, { version, own })
    this.#asked.delete(own)
    this.#failed.delete(own)
    this.#crashed.delete(own)
    try {
      await up()
    } catch (thrown) {
      await this.#giveUp(service, version, own, reasonOf(thrown))
      throw thrown
    }
    this.#supervisors.get(service)?.isUp()
    const done = service.made?.completes && { because: 'it has done its work' }
    this.#tell(service, version, 'started', { ...start, ...done, image: own.image })
  }

  protected alive(service: Service): Running<I> {
    const running = this.#running.get(service)
    if (running && running.own.exit === undefined) return running
    throw new Failure('environment', `service '${this.topology.nameOf(service)}' does not run`)
  }

  protected async killAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((service) => this.kill(service)))
  }

  #supervisorOf(service: Service): Supervisor | undefined {
    const { restart } = service
    if (restart === undefined) return undefined
    const known = this.#supervisors.get(service)
    if (known) return known
    const supervisor = new Supervisor({
      start: () => this.launch(service, { ...this.#started.get(service), ...AGAIN }),
      isToStart: () => this.#isToStart(service),
      gaveUp: (words) => this.#tell(service, this.state(service).version, 'given up', { because: words }),
    })
    this.#supervisors.set(service, supervisor)
    return supervisor
  }

  #isUp(service: Service): boolean {
    const { status } = this.state(service)
    return status === 'running' || status === 'paused'
  }

  /** One that is not there, or was not ready in time, has not ended: to start it once more would change nothing. */
  #isToStart(service: Service): boolean {
    const own = this.#running.get(service)?.own
    if (!own || own.exit === undefined) return false
    if (this.#crashed.has(own)) return true
    const exit = this.#failed.get(own)?.exit
    return exit !== undefined && (service.restart === 'always' || exit.code !== 0)
  }

  async #end(service: Service, state: 'stopped' | 'killed', act: (own: I) => Promise<void>): Promise<void> {
    const running = this.#running.get(service)
    if (!running) return
    this.#asked.set(running.own, state)
    if (running.own.exit !== undefined) return void this.#failed.delete(running.own)
    this.#look(service, running.own)
    await act(running.own)
    this.#tell(service, running.version, state)
  }

  #look(service: Service, own: I): void {
    const now = usageOf(own)
    if (!now) return
    const starts = this.#usage.get(service) ?? new Map<string, Usage>()
    this.#usage.set(service, starts.set(own.identity, seenAgain(starts.get(own.identity), now)))
  }

  /** Whoever ended before it was ready, by itself or because somebody asked, has been told of. */
  async #giveUp(service: Service, version: string, own: I, because: string): Promise<void> {
    if (!this.#failed.has(own) && !this.#asked.has(own)) {
      const end = { words: because, tail: own.tail }
      this.#failed.set(own, end)
      this.#tell(service, version, 'failed', end)
      this.#asked.set(own, 'killed')
    }
    await own.kill()
  }

  #tell(service: Service, version: string, state: ServiceChange['state'], why: End | How = {}): void {
    const { because, exit, tail } = 'words' in why ? { ...why, because: why.words } : { ...why, ...NO_END }
    this.room.onService?.({
      service: this.topology.nameOf(service),
      version,
      state,
      ...(because !== undefined && { because }),
      ...('by' in why && why.by && { by: why.by }),
      ...(exit && { exit }),
      ...('image' in why && why.image !== undefined && { image: why.image }),
      ...(tail.length > 0 && { tail }),
    })
  }
}

const NO_END = { exit: undefined, tail: [] }

const AGAIN = { by: 'supervisor', because: 'its supervisor started it again', fresh: false } as const

/** Whatever is in the way of looking, nothing else is to fail of it. */
function usageOf(own: Incarnation): Usage | undefined {
  try {
    return own.usage
  } catch {
    return undefined
  }
}
