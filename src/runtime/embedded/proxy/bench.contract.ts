/** Where the suites of a proxy work: a server of the API, an upstream that answers what it is told, one proxy to it. */

import { Toxiproxy, type Proxy, type ToxicDirection, type ToxicType } from 'toxiproxy-node-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { until } from '../../../kernel/index.ts'
import { dial, echoServer, type Echo, type Wire } from './wire.contract.ts'

export interface StartedProxyServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts one with what its command line is given beside the address. */
export type StartProxyServer = (...args: readonly string[]) => Promise<StartedProxyServer>

export interface Bench {
  readonly url: string
  readonly client: Toxiproxy
  readonly echo: Echo
  readonly proxy: Proxy
}

export const DIRECTIONS: readonly ToxicDirection[] = ['upstream', 'downstream']
/** `new` opens under the toxic; `pooled` has carried data before it; `idle` was open before it, and silent. */
const AGES = ['new', 'pooled', 'idle'] as const
export const CASES = DIRECTIONS.flatMap((stream) => AGES.map((age) => ({ stream, age })))

/** How long a condition may be awaited: only a machine that stands still for so long fails by itself. */
export const PATIENCE_MS = 60_000
/** Longer than a test may last: what a toxic of that time has not let go of comes only if the toxic does. */
export const HOUR_MS = 3_600_000

interface ToxicSettings {
  readonly type: ToxicType
  readonly stream: ToxicDirection
  readonly attributes: object
}

/** One server for all tests of a suite; a new upstream and a new proxy for each. */
export function useBench(start: StartProxyServer): () => Bench {
  let server: StartedProxyServer
  let bench: Bench
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    bench = await openBench(server.url)
  })
  afterEach(() => closeBench(bench))
  return () => bench
}

export async function openBench(url: string): Promise<Bench> {
  const client = new Toxiproxy(url)
  const echo = await echoServer()
  const proxy = await client.createProxy({ name: 'link', listen: '127.0.0.1:0', upstream: echo.address })
  return { url, client, echo, proxy }
}

export async function closeBench({ client, echo }: Bench): Promise<void> {
  for (const proxy of Object.values(await client.getAll())) await proxy.remove()
  await echo.stop()
}

/** Opens a connection of that age, lets the toxic come over it, and hands it out. */
export async function underToxic(bench: Bench, age: (typeof AGES)[number], toxic: ToxicSettings): Promise<Wire> {
  const early = age === 'new' ? undefined : await dial(bench.proxy.listen)
  if (early && age === 'pooled') await early.ask('warm')
  await add(bench, toxic)
  return early ?? dial(bench.proxy.listen)
}

/** Adds it under the name of its type. */
export async function add({ proxy }: Bench, { type, stream, attributes }: ToxicSettings): Promise<void> {
  await proxy.addToxic({ name: type, type, stream, toxicity: 1, attributes: attributes as never })
}

/** Changes it in place. */
export async function retune({ url }: Bench, name: ToxicType, attributes: object): Promise<void> {
  const changed = await post(`${url}/proxies/link/toxics/${name}`, JSON.stringify({ attributes }))
  expect(changed).toMatchObject({ status: 200, answer: { attributes } })
}

export async function lift({ proxy }: Bench, name: ToxicType): Promise<void> {
  await (await proxy.getToxic(name)).remove()
}

/** That a client is connected says nothing of the proxy behind: data against the toxic's stream proves it complete. */
export async function joined({ echo }: Bench, wire: Wire, stream: ToxicDirection): Promise<void> {
  const heard = echo.received().length
  if (stream === 'downstream') wire.socket.write('?')
  await until(() => echo.sockets.size > 0 && (stream === 'upstream' || echo.received().length > heard), {
    what: 'the upstream to be reached',
    atMostMs: PATIENCE_MS,
  })
  if (stream === 'downstream') return
  const before = wire.received.length
  for (const behind of echo.sockets) behind.write('!')
  await wire.until(before + 1)
}

export async function post(url: string, body: string): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(url, { method: 'POST', body })
  const text = await response.text()
  return { status: response.status, answer: text === '' ? undefined : JSON.parse(text) }
}
