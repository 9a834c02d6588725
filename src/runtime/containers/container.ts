/** One container of a run from its first start to its last: heard from the first byte on, and its ends told. */

import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { Failure, reasonOf, until } from '../../kernel/index.ts'
import { signsOf, type Readiness, type Sign } from '../../site/index.ts'
import { GONE_MS, GRACE_MS, Tail, type End } from '../end.ts'
import type { Incarnation } from '../incarnations.ts'
import { LogFile } from '../supervision/log-file.ts'
import { untilReady } from '../readiness.ts'
import type { Address, Executed } from '../runtime.ts'
import type { Usage } from '../usage.ts'
import { endOf, statusOf, untilCompleted } from './container-end.ts'
import { Placed, type Placement } from './placed.ts'
import { Stats } from './stats.ts'
import type { Yard } from './engine/yard.ts'

export interface Hosted {
  /** For people: the service, or the clean room. */
  readonly name: string
  readonly ready: Readiness
  readonly withinMs: number
  /** It is ready when it has ended with exit code 0. */
  readonly completes?: boolean
  readonly trust?: Pick<Address, 'authority'>
  readonly log: string
  /** What its image calls its health check. */
  readonly health?: readonly string[] | undefined
  /** Runs a command in it, where readiness asks for one. */
  execute?(id: string, argv: readonly string[], limits: { readonly atMostMs: number }): Promise<Executed>
  /** Told of each line of its output, and of each end. */
  onLine(line: string): void
  onEnd(end: End): void
}

export class Container implements Incarnation {
  readonly placement: Placement
  readonly #yard: Yard
  readonly #hosted: Hosted
  #tail = new Tail()
  #docker: Docker.Container | undefined
  #started = ''
  #exit: string | undefined = 'not started'
  /** Settles once the engine has started it, or could not. */
  #begun: Promise<unknown> = Promise.resolve()
  readonly #said = new Set<Sign>()
  #stats: Stats | undefined
  #ports: ReadonlyMap<number, number> = new Map()
  paused = false
  /** On the network of the run, for whoever is to find it under another name. */
  ip = ''

  constructor(yard: Yard, placement: Placement, hosted: Hosted) {
    this.#yard = yard
    this.placement = placement
    this.#hosted = hosted
  }

  /** Undefined while it runs. */
  get exit(): string | undefined {
    return this.#exit
  }

  get usage(): Usage | undefined {
    return this.#stats?.last
  }

  get image(): string | undefined {
    return this.placement.imageId
  }

  get tail(): readonly string[] {
    return this.#tail.lines
  }

  get id(): string {
    return this.#docker?.id ?? ''
  }

  /** Changes with every start. */
  get identity(): string {
    return `${this.id.slice(0, 12)}@${this.#started}`
  }

  /** Its port, as the harness reaches it past every link. */
  addressOf(port: number): Address {
    const published = this.#ports.get(port)
    if (published === undefined)
      throw new Failure('environment', `port ${port} of '${this.#hosted.name}' is not published`)
    return { host: this.#yard.engine.reach.host, port: published, ...this.#hosted.trust }
  }

  /** The port inside that is reached at this address. */
  portBehind({ port }: Address): number {
    const inside = [...this.#ports].find(([, published]) => published === port)?.[0]
    if (inside === undefined) throw new Failure('bug', `'${this.#hosted.name}' publishes nothing at ${port}`)
    return inside
  }

  /** As its neighbours on the network reach it. */
  neighbour(port: number): Address {
    return { host: this.placement.alias, port }
  }

  /** Made anew the first time; after an end the same container goes on, with all that it had written. */
  async start(): Promise<void> {
    this.#exit = undefined
    try {
      const begun = this.#begin()
      this.#begun = begun.catch(() => undefined)
      await begun
      await this.look()
    } catch (thrown) {
      this.#exit ??= 'could not be started'
      throw new Failure('environment', `'${this.#hosted.name}' could not be started: ${reasonOf(thrown)}`, {
        cause: thrown,
      })
    }
    await this.#untilReady()
  }

  /** Reads its state from the engine: the moment of its start, and its ports, which move. */
  async look(): Promise<Docker.ContainerInspectInfo> {
    const seen = await this.#own().inspect()
    this.#started = seen.State.StartedAt
    this.paused = seen.State.Paused
    this.ip = seen.NetworkSettings.Networks[this.placement.network]?.IPAddress ?? ''
    const ports = Object.entries(seen.NetworkSettings.Ports as Record<string, { HostPort: string }[] | null>)
    this.#ports = new Map(
      ports.flatMap(([port, bound]) => (bound?.[0] ? [[Number.parseInt(port, 10), Number(bound[0].HostPort)]] : [])),
    )
    return seen
  }

  /** From now on until its end. */
  measure(): void {
    this.#stats = new Stats()
    if (this.#exit === undefined) this.#stats.follow(this.#own())
  }

  async kill(): Promise<void> {
    await this.#begun
    if (this.#exit !== undefined) return
    this.#yard.ending.add(this.id)
    await this.#unlessEnded(this.#own().kill({ signal: 'SIGKILL' }))
    await this.#untilEnd()
  }

  /** A signal that changes nothing: the engine tells of it after all that came before. */
  async nudge(): Promise<void> {
    this.#yard.ending.add(this.id)
    await this.#own().kill({ signal: 'SIGCONT' })
  }

  async stop(): Promise<void> {
    await this.#begun
    if (this.#exit !== undefined) return
    if (this.paused) await this.resume()
    this.#yard.ending.add(this.id)
    const { StopTimeout: grace = GRACE_MS / 1_000 } = (this.placement.made?.config ?? {}) as {
      readonly StopTimeout?: number
    }
    await this.#unlessEnded(this.#own().stop({ t: grace }))
    await this.#untilEnd()
  }

  async pause(): Promise<void> {
    await this.#own().pause()
    await this.look()
  }

  async resume(): Promise<void> {
    await this.#own().unpause()
    await this.look()
  }

  async remove(): Promise<void> {
    this.#yard.ending.add(this.id)
    await this.#docker?.remove({ force: true, v: true }).catch((thrown: unknown) => {
      if (statusOf(thrown) !== 404 && statusOf(thrown) !== 409) throw thrown
    })
    this.#docker = undefined
  }

  async #begin(): Promise<void> {
    this.#said.clear()
    this.#tail = new Tail()
    this.#stats = undefined
    const { promise: died, reject } = Promise.withResolvers<never>()
    died.catch(() => undefined)
    const isOver = (how: string) => reject(new Failure('environment', how))
    if (this.#docker && (await this.#isThere())) {
      await this.#listen(this.#docker, isOver)
      await this.#docker.start()
    } else {
      const placed = new Placed(this.#yard, this.placement, async (id) => {
        this.#docker = this.#yard.engine.docker.getContainer(id)
        await this.#listen(this.#docker, isOver)
      })
      const starting = placed.start()
      starting.catch(() => undefined)
      // One that ends at once binds no port, for which testcontainers would wait ten seconds.
      await Promise.race([starting, died.catch(() => undefined)])
    }
  }

  #own(): Docker.Container {
    if (this.#docker) return this.#docker
    throw new Failure('environment', `'${this.#hosted.name}' has no container`)
  }

  async #isThere(): Promise<boolean> {
    return this.#own()
      .inspect()
      .then(
        () => true,
        () => false,
      )
  }

  #untilReady(): Promise<void> {
    const [port] = this.placement.ports
    const { name, ready, withinMs, health, completes } = this.#hosted
    if (completes) return untilCompleted({ name, withinMs, exit: () => this.#exit, tail: () => this.tail })
    const unable = () => Promise.reject(new Failure('bug', `nobody can run a command in '${name}'`))
    return untilReady({
      name,
      ready,
      withinMs,
      health,
      run: (argv, limits) => this.#hosted.execute?.(this.id, argv, limits) ?? unable(),
      exit: () => this.#exit,
      // Who publishes nothing is reached by nobody, and has no address to wait for.
      address: () =>
        port === undefined ? { host: '', port: 0 } : this.#ports.has(port) ? this.addressOf(port) : undefined,
      hasSaid: (sign) => this.#said.has(sign),
      tail: () => this.tail,
    })
  }

  #untilEnd(): Promise<true> {
    const what = `'${this.#hosted.name}' to end`
    return until(() => this.#exit !== undefined, { what, atMostMs: GONE_MS, everyMs: 2 })
  }

  async #unlessEnded(act: Promise<unknown>): Promise<void> {
    await act.catch((thrown: unknown) => {
      // Not running (409), stopped already (304), gone (404): it was quicker.
      if (![304, 404, 409].includes(statusOf(thrown) ?? 0)) throw thrown
    })
  }

  /** Before it starts, so that not a line is missed and no end is overlooked. */
  async #listen(docker: Docker.Container, onEnd: (how: string) => void): Promise<void> {
    const stream = await docker.attach({ stream: true, stdout: true, stderr: true })
    const text = new PassThrough()
    const log = new LogFile(this.#hosted.log)
    const { modem } = this.#yard.engine.docker as {
      modem: { demuxStream(from: unknown, out: unknown, err: unknown): void }
    }
    modem.demuxStream(stream, text, text)
    const said = new Promise<void>((resolve) => {
      stream
        .on('end', resolve)
        .on('close', resolve)
        .on('error', () => resolve())
    }).then(() => text.end())
    const heard = new Promise<void>((resolve) => {
      createInterface({ input: text })
        .on('line', (line) => this.#take(line, log))
        .on('close', resolve)
    })
    this.#exit = undefined
    this.#yard.ending.delete(docker.id)
    const ended = endOf(docker)
    const tell = async () => {
      const end = await ended
      await said
      await heard
      this.#exit = end.words
      this.#stats?.stop()
      this.paused = false
      log.end(end.words)
      onEnd(end.words)
      this.#hosted.onEnd({ ...end, tail: this.tail })
    }
    void tell()
  }

  #take(line: string, log: LogFile): void {
    const { ready } = this.#hosted
    log.line(line)
    this.#tail.take(line)
    for (const sign of signsOf(ready)) if ('logs' in sign && sign.logs.test(line)) this.#said.add(sign)
    this.#hosted.onLine(line)
  }
}
