/** One start of a service: a process group of its own, whose output is logged and read for its port. */

import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Failure, until } from '../../kernel/index.ts'
import type { Exit } from '../../ledger/index.ts'
import { signsOf, type Listens, type Readiness, type Sign } from '../../site/index.ts'
import { exitInWords, GONE_MS, GRACE_MS, Tail, type End } from '../end.ts'
import type { Incarnation } from '../incarnations.ts'
import { MARKER } from '../journal.ts'
import { carriersOf, killAll, startOf, statOf, usageOfGroup } from '../proc.ts'
import { untilReady } from '../readiness.ts'
import type { Address } from '../runtime.ts'
import type { Usage } from '../usage.ts'
import { acceptingAt, toldAt, toldBy, toldIn, type Told } from './told.ts'

export interface Starting {
  readonly name: string
  readonly run: string
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly log: string
  readonly ready: Readiness
  readonly listens: Listens | undefined
  /** Chosen for it, where it listens at the port that it is given. */
  readonly port: number | undefined
  readonly withinMs: number
  readonly trust: Pick<Address, 'authority'>
}

/** Told of each line of its output, and of its end. */
export interface Listener {
  onLine(line: string): void
  onEnd(end: End): void
}

const SERVICE = 'SYNCDRILL_SERVICE'

/** What every process has of the harness's own environment. */
export function surroundings(): Readonly<Record<string, string>> {
  const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env
  return { PATH, HOME, LANG }
}

/** A child of a service that has ended may hold its output open, and say more for years. */
const LAST_WORDS_MS = 500

export class ServiceProcess implements Incarnation {
  readonly name: string
  readonly started: string
  readonly pid: number
  readonly #child: ChildProcess
  readonly #starting: Starting
  readonly #mark: string
  readonly #tail = new Tail()
  #told: Told | undefined
  #address: Address | undefined
  #isFound = false
  readonly #said = new Set<Sign>()
  #exit: string | undefined
  paused = false

  constructor(starting: Starting, listener: Listener) {
    const [command = '', ...rest] = starting.argv
    this.name = starting.name
    this.#starting = starting
    this.#mark = `${starting.run}/${starting.name}`
    const { port } = starting
    if (port !== undefined) this.#told = toldAt(port)
    const env = {
      ...surroundings(),
      PORT: `${port ?? 0}`,
      ...starting.env,
      [MARKER]: starting.run,
      [SERVICE]: this.#mark,
    }
    const program = command === 'node' ? process.execPath : command
    this.#child = spawn(program, rest, { detached: true, cwd: starting.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.pid = this.#child.pid ?? 0
    this.started = startOf(this.pid) ?? ''
    this.#listen(listener)
  }

  get identity(): string {
    return `${this.pid}@${this.started}`
  }

  get usage(): Usage | undefined {
    // One that could not be spawned has no number, and 0 is somebody else's.
    return this.pid > 0 ? usageOfGroup(this.pid) : undefined
  }

  /** Undefined while it runs. */
  get exit(): string | undefined {
    return this.#exit
  }

  get tail(): readonly string[] {
    return this.#tail.lines
  }

  get address(): Address {
    if (this.#address === undefined) throw new Failure('environment', `service '${this.name}' has not told its port`)
    return this.#address
  }

  /** Resolves once it answers; throws an environment `Failure` with the end of its log when it does not. */
  untilReady(): Promise<void> {
    const { name, ready, withinMs } = this.#starting
    return untilReady({
      name,
      ready,
      withinMs,
      exit: () => this.#exit,
      address: () => this.#find(),
      hasSaid: (sign) => this.#said.has(sign),
      tail: () => this.tail,
    })
  }

  /** To the whole group, and to whoever left it. Resolves once nobody is left. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    const gone = () => {
      const left = carriersOf(SERVICE, this.#mark)
      killAll(left)
      return left.length === 0 && this.#exit !== undefined
    }
    await until(gone, { what: `service '${this.name}' to die`, atMostMs: GONE_MS, everyMs: 2 })
  }

  async stop(): Promise<void> {
    this.#signal('SIGTERM')
    await until(() => this.#exit !== undefined, { what: 'its end', atMostMs: GRACE_MS, everyMs: 5 }).catch(
      () => undefined,
    )
    await this.kill()
  }

  async pause(): Promise<void> {
    this.#signal('SIGSTOP')
    await until(() => statOf(this.pid)?.state === 'T', {
      what: `service '${this.name}' to stand still`,
      atMostMs: GONE_MS,
      everyMs: 1,
    })
    this.paused = true
  }

  async resume(): Promise<void> {
    this.#signal('SIGCONT')
    await until(() => statOf(this.pid)?.state !== 'T', {
      what: `service '${this.name}' to go on`,
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
    if (this.pid === 0) return
    try {
      process.kill(-this.pid, signal)
    } catch {
      // The group is gone already; stragglers are found by their marker.
    }
  }

  #listen(listener: Listener): void {
    const log = createWriteStream(this.#starting.log, { flags: 'a' })
    // A disk that is full is told of by the ledger, which is on the same one.
    log.on('error', () => undefined)
    const { ready, listens } = this.#starting
    const take = (line: string) => {
      log.write(`${line}\n`)
      this.#tail.take(line)
      this.#told ??= listens instanceof RegExp ? toldBy(listens, line) : toldIn(line)
      for (const sign of signsOf(ready)) if ('logs' in sign && sign.logs.test(line)) this.#said.add(sign)
      listener.onLine(line)
    }
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', take)
    }
    const end = (words: string, exit?: Exit) => {
      if (this.#exit !== undefined) return
      this.#exit = words
      log.end(`(${words})\n`)
      listener.onEnd({ words, tail: this.tail, ...(exit && { exit }) })
    }
    this.#child.on('error', (error) => end(this.#unspawned(error)))
    let isSilent = false
    this.#child.on('close', () => (isSilent = true))
    this.#child.on('exit', (code, signal) => {
      const exit = signal === null ? { code: code ?? 0 } : { signal }
      const wait = { what: 'its last words', atMostMs: LAST_WORDS_MS, everyMs: 1 }
      const tell = () => end(exitInWords(exit), exit)
      until(() => isSilent, wait).then(tell, tell)
    })
  }

  #unspawned(error: NodeJS.ErrnoException): string {
    const [program = ''] = this.#starting.argv
    if (error.code === 'ENOENT') return `its program '${program}' is not there`
    return error.code === 'EACCES' ? `its program '${program}' may not be executed` : error.message
  }
}
