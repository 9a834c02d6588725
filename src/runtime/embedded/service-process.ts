/**
 * One start of a service: a process group of its own, whose output is logged and read for its port. Where somebody else
 * has taken the port that was chosen for it, it is another process, at another port.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Failure, reasonOf, until } from '../../kernel/index.ts'
import type { Exit } from '../../ledger/index.ts'
import { signsOf, type Listens, type Readiness, type Sign } from '../../site/index.ts'
import { exitInWords, GONE_MS, GRACE_MS, Tail, type End } from '../end.ts'
import type { Incarnation } from '../incarnations.ts'
import { MARKER } from '../journal.ts'
import { LogFile } from '../supervision/log-file.ts'
import { carriersOf, killAll, startOf, statOf, usageOfGroup } from '../proc.ts'
import { untilReady } from '../readiness.ts'
import type { Address, Executed } from '../runtime.ts'
import type { Usage } from '../usage.ts'
import { freePort, isTaken } from './free-port.ts'
import { acceptingAt, toldAt, toldBy, toldIn, type Told } from './told.ts'

export interface Starting {
  readonly name: string
  readonly run: string
  readonly cwd: string
  readonly log: string
  readonly ready: Readiness
  readonly listens: Listens | undefined
  readonly withinMs: number
  readonly trust: Pick<Address, 'authority'>
  /** The port is one that was chosen for it, where it listens at what it is given. */
  commandAt(port: number | undefined): Command
  /** Runs a command with its environment, beside it. */
  execute(argv: readonly string[], limits: { readonly atMostMs: number }, address: Address): Promise<Executed>
  /** Told before a process of it is made, and after. */
  onPlanned(): void
  onMade(pid: number, started: string): void
}

interface Command {
  readonly argv: readonly string[]
  /** All of it, but for what marks it. */
  readonly env: Readonly<Record<string, string>>
}

/** Told of each line of its output, and of its end. */
export interface Listener {
  onLine(line: string): void
  onEnd(end: End): void
}

const SERVICE = 'SYNCDRILL_SERVICE'

/** What every process has of the harness's own environment. */
export function surroundings(): Readonly<Record<string, string>> {
  const { PATH = '', LANG = 'C.UTF-8' } = process.env
  return { PATH, LANG }
}

/** A child of a service that has ended may hold its output open, and say more for years. */
const LAST_WORDS_MS = 500
/** How often somebody else may take a port between our choosing it and the service's listening on it. */
const CLASHES = 5
const IN_USE = /EADDRINUSE|address (?:is )?already in use|address in use/i

export class ServiceProcess implements Incarnation {
  readonly #starting: Starting
  readonly #listener: Listener
  readonly #mark: string
  #pid = 0
  #started = ''
  #tail = new Tail()
  /** Chosen for it. */
  #port: number | undefined
  #clashes = 0
  #told: Told | undefined
  #address: Address | undefined
  #isFound = false
  #isReady = false
  #isAsked = false
  readonly #said = new Set<Sign>()
  #exit: string | undefined
  paused = false

  private constructor(starting: Starting, listener: Listener) {
    this.#starting = starting
    this.#listener = listener
    this.#mark = `${starting.run}/${starting.name}`
  }

  static async start(starting: Starting, listener: Listener): Promise<ServiceProcess> {
    const own = new ServiceProcess(starting, listener)
    await own.#spawn()
    return own
  }

  get identity(): string {
    return `${this.#pid}@${this.#started}`
  }

  get usage(): Usage | undefined {
    // One that could not be spawned has no number, and 0 is somebody else's.
    return this.#pid > 0 ? usageOfGroup(this.#pid) : undefined
  }

  /** Undefined while it runs. */
  get exit(): string | undefined {
    return this.#exit
  }

  get tail(): readonly string[] {
    return this.#tail.lines
  }

  get address(): Address {
    if (this.#address) return this.#address
    throw new Failure('environment', `service '${this.#starting.name}' has not told its port`)
  }

  /** Resolves once it answers; throws an environment `Failure` with the end of its log when it does not. */
  async untilReady(): Promise<void> {
    const { name, ready, withinMs } = this.#starting
    await untilReady({
      name,
      ready,
      withinMs,
      exit: () => this.#exit,
      address: () => this.#find(),
      hasSaid: (sign) => this.#said.has(sign),
      tail: () => this.tail,
      run: (argv, limits) => this.#starting.execute(argv, limits, this.address),
    })
    this.#isReady = true
  }

  /** To the whole group, and to whoever left it. Resolves once nobody is left. */
  async kill(): Promise<void> {
    this.#isAsked = true
    this.#signal('SIGKILL')
    const gone = () => {
      const left = carriersOf(SERVICE, this.#mark)
      killAll(left)
      return left.length === 0 && this.#exit !== undefined
    }
    await until(gone, { what: `service '${this.#starting.name}' to die`, atMostMs: GONE_MS, everyMs: 2 })
  }

  async stop(): Promise<void> {
    this.#isAsked = true
    this.#signal('SIGTERM')
    await until(() => this.#exit !== undefined, { what: 'its end', atMostMs: GRACE_MS, everyMs: 5 }).catch(
      () => undefined,
    )
    await this.kill()
  }

  async pause(): Promise<void> {
    this.#signal('SIGSTOP')
    await until(() => statOf(this.#pid)?.state === 'T', {
      what: `service '${this.#starting.name}' to stand still`,
      atMostMs: GONE_MS,
      everyMs: 1,
    })
    this.paused = true
  }

  async resume(): Promise<void> {
    this.#signal('SIGCONT')
    await until(() => statOf(this.#pid)?.state !== 'T', {
      what: `service '${this.#starting.name}' to go on`,
      atMostMs: GONE_MS,
      everyMs: 1,
    })
    this.paused = false
  }

  /** Of several addresses that it may mean, the one at which somebody is; until then, the first. */
  async #find(): Promise<Address | undefined> {
    const told = this.#told
    if (told && !this.#isFound) {
      const found = await acceptingAt(told)
      this.#isFound = found !== undefined
      this.#address = { ...(found ?? { host: told.hosts[0], port: told.port }), ...this.#starting.trust }
    }
    return this.#address
  }

  #signal(signal: NodeJS.Signals): void {
    // One that could not be spawned has no number, and the group 0 is our own.
    if (this.#pid === 0) return
    try {
      process.kill(-this.#pid, signal)
    } catch {
      // The group is gone already; stragglers are found by their marker.
    }
  }

  async #spawn(): Promise<void> {
    const { run, cwd, listens } = this.#starting
    this.#port = listens === 'PORT' ? await freePort() : undefined
    this.#told = this.#port === undefined ? undefined : toldAt(this.#port)
    this.#isFound = false
    const { argv, env } = this.#starting.commandAt(this.#port)
    const [command = '', ...rest] = argv
    const program = command === 'node' ? process.execPath : command
    const marked = { ...env, [MARKER]: run, [SERVICE]: this.#mark }
    this.#starting.onPlanned()
    const child = spawn(program, rest, { detached: true, cwd, env: marked, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#pid = child.pid ?? 0
    this.#started = startOf(this.#pid) ?? ''
    if (this.#pid > 0) this.#starting.onMade(this.#pid, this.#started)
    this.#listen(child, command)
  }

  /**
   * Nothing but that: it ended before it was ready, because of an address in use, and that address is the one that was
   * chosen for it.
   */
  async #hasClashed(): Promise<boolean> {
    if (this.#port === undefined || this.#isReady || this.#isAsked || this.#clashes >= CLASHES) return false
    const words = this.tail.filter((line) => IN_USE.test(line))
    if (words.length === 0) return false
    return words.some((line) => line.includes(`:${this.#port}`)) || (await isTaken(this.#port))
  }

  async #spawnAgain(): Promise<void> {
    this.#clashes += 1
    this.#tail = new Tail()
    this.#said.clear()
    await this.#spawn()
  }

  #listen(child: ChildProcess, program: string): void {
    const log = new LogFile(this.#starting.log)
    const { ready, listens } = this.#starting
    const take = (line: string) => {
      log.line(line)
      this.#tail.take(line)
      this.#told ??= listens instanceof RegExp ? toldBy(listens, line) : toldIn(line)
      for (const sign of signsOf(ready)) if ('logs' in sign && sign.logs.test(line)) this.#said.add(sign)
      this.#listener.onLine(line)
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', take)
    }
    const end = (words: string, exit?: Exit) => {
      if (this.#exit !== undefined) return
      this.#exit = words
      log.end(words)
      this.#listener.onEnd({ words, tail: this.tail, ...(exit && { exit }) })
    }
    child.on('error', (error) => end(unspawned(program, error)))
    let isSilent = false
    child.on('close', () => (isSilent = true))
    const exits = async (exit: Exit) => {
      const wait = { what: 'its last words', atMostMs: LAST_WORDS_MS, everyMs: 1 }
      await until(() => isSilent, wait).catch(() => undefined)
      if (!(await this.#hasClashed())) return end(exitInWords(exit), exit)
      log.end(`${exitInWords(exit)}: somebody else has taken port ${this.#port}; it is started at another`)
      await this.#spawnAgain().catch((thrown: unknown) => end(reasonOf(thrown)))
    }
    child.on('exit', (code, signal) => void exits(signal === null ? { code: code ?? 0 } : { signal }))
  }
}

function unspawned(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `its program '${program}' is not there`
  return error.code === 'EACCES' ? `its program '${program}' may not be executed` : error.message
}
