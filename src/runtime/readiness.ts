/** When a service counts as ready, on whatever runtime: it answers where it should, or has said so in its log. */

import { connect } from 'node:net'
import { Pool } from 'undici'
import { authorityOf, CERTIFIED_NAME, Failure, msOf, reasonOf, until } from '../kernel/index.ts'
import { DEFAULT_LIMITS, signsOf, type Readiness, type Sign } from '../site/index.ts'
import { CommandFailed } from './commands.ts'
import { lastWords } from './end.ts'
import type { Address, Executed } from './runtime.ts'

/** Of programs of ours, which wait for nothing but the machine. */
export const OWN_READY_MS = msOf(DEFAULT_LIMITS.ready)

/** What can be seen of a start from outside. */
export interface Starting {
  readonly name: string
  readonly ready: Readiness
  /** How long it may take. */
  readonly withinMs: number
  /** How it ended; undefined while it runs. */
  exit(): string | undefined
  /** Undefined until it is known. */
  address(): Address | undefined | Promise<Address | undefined>
  /** A line of its log has matched this one of the signs. */
  hasSaid(sign: Sign): boolean
  /** The end of its log. */
  tail(): readonly string[]
  /** Runs a command in it, or with its environment beside it. */
  run(argv: readonly string[], limits: { readonly atMostMs: number }): Promise<Executed>
  /** What its image calls its health check; undefined where it has none. */
  readonly health?: readonly string[] | undefined
}

/** A question is put this long after the answer to the one before; a command costs much more than a question. */
const EVERY_MS = 2
const EVERY_COMMAND_MS = 50
/** A command that takes longer is killed, and has not answered. */
const COMMAND_MS = 30_000

/** Throws an environment `Failure` with the end of its log when it does not become ready in time, or ends before. */
export async function untilReady(starting: Starting): Promise<void> {
  const { name, ready, withinMs: atMostMs } = starting
  const signs = signsOf(ready)
  const everyMs = signs.some(isCommand) ? EVERY_COMMAND_MS : EVERY_MS
  await using door = new Door()
  const isReady = async () => {
    if (starting.exit() !== undefined) return true
    const address = await starting.address()
    if (address === undefined) throw new Error('nobody knows its port: it has not said that it is listening')
    for (const sign of signs) {
      if (isCommand(sign)) await mustSucceed(commandOf(sign, starting), starting)
      else if ('logs' in sign) mustHaveSaid(sign, starting)
      else await door.mustShow(sign, address)
    }
    return true
  }
  try {
    await until(isReady, { what: `service '${name}' to be ready`, atMostMs, everyMs })
  } catch (thrown) {
    throw new Failure('environment', `${reasonOf(thrown)}${lastWords(starting.tail())}`, { cause: thrown })
  }
  const exit = starting.exit()
  if (exit === undefined) return
  const said = lastWords(starting.tail())
  throw new Failure('environment', `service '${name}' ended before it was ready (${exit})${said}`)
}

type CommandSign = Extract<Sign, { readonly command: unknown } | { readonly health: true }>

const isCommand = (sign: Sign): sign is CommandSign => 'command' in sign || 'health' in sign

function commandOf(sign: CommandSign, { name, health }: Starting): readonly string[] {
  if ('command' in sign) return sign.command
  if (health) return health
  throw new Failure('bug', `service '${name}': it was started without a health check, which it waits for`)
}

/** What it printed last says why it is not ready. */
async function mustSucceed(argv: readonly string[], starting: Starting): Promise<void> {
  const executed = await starting.run(argv, { atMostMs: Math.min(COMMAND_MS, starting.withinMs) })
  // Of one that has ended meanwhile, its end says more.
  if (executed.code !== 0 && starting.exit() === undefined) throw new CommandFailed(argv, executed)
}

function mustHaveSaid(sign: Extract<Sign, { readonly logs: RegExp }>, starting: Starting): void {
  if (!starting.hasSaid(sign)) throw new Error(`no line of its log matches ${sign.logs}`)
}

/** Knocks again and again through one pool: with a pool for each, a refused question costs half as much again. */
class Door implements AsyncDisposable {
  #pool: { readonly origin: string; readonly it: Pool } | undefined

  /** Throws what there was in the place of the sign. */
  async mustShow(sign: Exclude<Sign, CommandSign | { readonly logs: RegExp }>, address: Address): Promise<void> {
    if ('tcp' in sign) {
      if (!(await accepts(address))) throw new Error(`${authorityOf(address)} accepts no connection`)
      return
    }
    const asked = `GET ${sign.http} at ${authorityOf(address)}`
    const status = await this.#statusOf(address, sign.http).catch((thrown: unknown) => {
      throw new Error(`${asked}: ${reasonOf(thrown)}`, { cause: thrown })
    })
    const isWanted = sign.status === undefined ? status >= 200 && status < 300 : status === sign.status
    if (!isWanted) throw new Error(`${asked}: expected ${sign.status ?? '200 to 299'}, got ${status}`)
  }

  async #statusOf(address: Address, path: string): Promise<number> {
    const { authority: ca } = address
    const origin = `${ca === undefined ? 'http' : 'https'}://${authorityOf(address)}`
    if (this.#pool?.origin !== origin) {
      await this.#pool?.it.destroy()
      this.#pool = {
        origin,
        it: new Pool(origin, {
          connections: 1,
          headersTimeout: 2_000,
          ...(ca !== undefined && { connect: { ca, servername: CERTIFIED_NAME } }),
        }),
      }
    }
    const { statusCode, body } = await this.#pool.it.request({ method: 'GET', path })
    await body.dump()
    return statusCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool?.it.destroy()
  }
}

/** Whether somebody listens there. */
export function accepts(address: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address.port, address.host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
