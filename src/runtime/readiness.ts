/** When a service counts as ready, on whatever runtime: it answers where it should, or has said so in its log. */

import { Pool } from 'undici'
import { Failure, reasonOf, until } from '../kernel/index.ts'
import type { Readiness } from '../site/index.ts'
import type { Address } from './runtime.ts'

/** What can be seen of a start from outside. */
export interface Starting {
  readonly name: string
  readonly ready: Readiness
  /** How it ended; undefined while it runs. */
  exit(): string | undefined
  /** Undefined until it is known. */
  address(): Address | undefined
  /** A line of its log has matched. */
  saidReady(): boolean
  /** The end of its log. */
  tail(): readonly string[]
}

/** Throws an environment `Failure` with the end of its log when it does not become ready in time, or ends before. */
export async function untilReady(starting: Starting, atMostMs: number): Promise<void> {
  const { name, ready } = starting
  const isReady = async () => {
    if (starting.exit() !== undefined) return true
    const address = starting.address()
    if (address === undefined) return false
    return 'logs' in ready ? starting.saidReady() : answers(address, ready.http)
  }
  try {
    await until(isReady, { what: `service '${name}' to be ready`, atMostMs, everyMs: 5 })
  } catch (thrown) {
    throw new Failure('environment', `${reasonOf(thrown)}\n${starting.tail().join('\n')}`, { cause: thrown })
  }
  const exit = starting.exit()
  if (exit === undefined) return
  const last = starting.tail().slice(-3).join(' | ')
  throw new Failure('environment', `service '${name}' ended before it was ready (${exit}): ${last}`)
}

async function answers({ host, port }: Address, path: string): Promise<boolean> {
  await using pool = disposable(new Pool(`http://${host}:${port}`, { connections: 1, headersTimeout: 2_000 }))
  const { statusCode, body } = await pool.it.request({ method: 'GET', path })
  await body.dump()
  return statusCode === 200
}

function disposable(it: Pool): { readonly it: Pool } & AsyncDisposable {
  return { it, [Symbol.asyncDispose]: () => it.destroy() }
}
