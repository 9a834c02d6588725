/**
 * A second Docker engine on this machine, as far from the harness as one on another: reached by an address that is not
 * loopback, with a disk of its own. Whatever becomes of the test, its keeper removes it.
 */

import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const KEEPER = fileURLToPath(new URL('second-engine-keeper.ts', import.meta.url))
const BASES = ['debian:bookworm-slim', 'ghcr.io/shopify/toxiproxy:2.12.0'] as const
const run = promisify(execFile)

/** Why there can be no second engine here; undefined where there can. */
function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can make a network namespace'
  for (const program of ['ip', 'iptables', 'nsenter', 'unshare', 'dockerd', 'docker']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`])
    } catch {
      return `there is no ${program} on the PATH`
    }
  }
  try {
    execFileSync('docker', ['image', 'inspect', ...BASES], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (thrown) {
    return `the first engine does not give ${BASES.join(' and ')}: ${(thrown as Error).message.trim()}`
  }
  return undefined
}

const missing = whyNot()
if (missing !== undefined) process.stderr.write(`\n!!! TESTS WITH A SECOND ENGINE DO NOT RUN HERE: ${missing}\n\n`)

/** For `describe.skipIf`. In CI they run and fail, each in the words of what is missing. */
export const isWithoutSecondEngine: boolean = missing !== undefined && !process.env['CI']

interface Answer {
  readonly said?: string
  readonly failed?: string
}

export class SecondEngine implements AsyncDisposable {
  readonly #keeper: ChildProcess
  readonly #lines: AsyncIterator<string>
  #host = ''

  private constructor(keeper: ChildProcess, lines: AsyncIterator<string>) {
    this.#keeper = keeper
    this.#lines = lines
  }

  /** Up, and holding the images that a drill starts from. */
  static async open(): Promise<SecondEngine> {
    if (missing !== undefined) throw new Error(`no second engine: ${missing}`)
    const keeper = spawn(process.execPath, [KEEPER, ROOT], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]()
    const engine = new SecondEngine(keeper, lines)
    try {
      await engine.start()
      const load = `docker save ${BASES.join(' ')} | docker --host ${engine.address} load`
      await run('bash', ['-o', 'pipefail', '-c', load])
      return engine
    } catch (thrown) {
      await engine[Symbol.asyncDispose]()
      throw thrown
    }
  }

  /** As a number, for `--allow-remote`. */
  get host(): string {
    return this.#host
  }

  /** As `DOCKER_HOST` says it. */
  get address(): string {
    return `tcp://${this.#host}:2375`
  }

  /** Also once more, on the same disk. */
  async start(): Promise<void> {
    this.#host = await this.#ask('start')
  }

  /** In good order: it ends its containers first. */
  async stop(): Promise<void> {
    await this.#ask('stop')
  }

  /** By SIGKILL: its containers run on until it is back. */
  async kill(): Promise<void> {
    await this.#ask('kill')
  }

  /** What the client of the engine prints. */
  async docker(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('docker', ['--host', this.address, ...args], { maxBuffer: 1 << 26 })
    return stdout.trim()
  }

  /** Containers, networks and volumes that carry a label of ours. */
  async labelled(): Promise<readonly string[]> {
    const filter = ['--filter', 'label=org.syncdrill.run']
    const listings = [
      ['ps', '--all', ...filter, '--format', 'container {{.Names}}'],
      ['network', 'ls', ...filter, '--format', 'network {{.Name}}'],
      ['volume', 'ls', ...filter, '--format', 'volume {{.Name}}'],
    ]
    const found = await Promise.all(listings.map((listing) => this.docker(...listing)))
    return found.flatMap((text) => text.split('\n')).filter(Boolean)
  }

  /** Throws when its keeper could not remove all of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#keeper, 'exit')
    this.#keeper.stdin?.end()
    const { value } = (await this.#lines.next()) as { readonly value?: string }
    const [code] = (await exited) as [number | null]
    if (code !== 0) throw new Error(`the second engine left something behind: ${value ?? 'its keeper died'}`)
  }

  async #ask(wish: string): Promise<string> {
    this.#keeper.stdin?.write(`${wish}\n`)
    const { value } = (await this.#lines.next()) as { readonly value?: string }
    const { said, failed } = JSON.parse(value ?? '{"failed": "its keeper died"}') as Answer
    if (failed !== undefined || said === undefined) throw new Error(`second engine: ${wish}: ${failed ?? 'unknown'}`)
    return said
  }
}
