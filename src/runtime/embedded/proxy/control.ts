/**
 * Toxiproxy's HTTP API for the proxies of a registry. Errors are `{"error", "status"}`, with the real one's statuses;
 * PATCH is taken where POST is. Browsers are turned away as there, so that no web page can reach it.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { ApiError } from './api-error.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { Fields, jsonOf } from './fields.ts'
import { demandToxicity, proxyOrder, settingsOf, toxicOrder } from './orders.ts'
import type { Registry } from './registry.ts'
import { metricsText } from './tally.ts'
import type { Toxic } from './toxics/toxic.ts'

const VERSION = 'syncdrill-1'

interface Call {
  readonly registry: Registry
  readonly proxy: string
  readonly toxic: string
  readonly body: string
}

interface Answer {
  readonly status: number
  /** Sent as JSON unless it is a string, which is sent as it is; undefined sends nothing. */
  readonly content?: unknown
}

type Route = readonly [methods: string, path: RegExp, answer: (call: Call) => Promise<Answer> | Answer]

const ROUTES: readonly Route[] = [
  ['GET', /^\/version$/, () => ({ status: 200, content: { version: VERSION } })],
  ['GET', /^\/metrics$/, ({ registry }) => ({ status: 200, content: metricsText(registry.tallies) })],
  ['GET', /^\/proxies$/, ({ registry }) => ({ status: 200, content: byName(registry.proxies) })],
  ['POST', /^\/proxies$/, createProxy],
  ['POST', /^\/populate$/, populate],
  ['POST', /^\/reset$/, reset],
  ['GET', /^\/proxies\/([^/]+)$/, (call) => ({ status: 200, content: proxyView(call.registry.get(call.proxy)) })],
  ['POST PATCH', /^\/proxies\/([^/]+)$/, updateProxy],
  ['DELETE', /^\/proxies\/([^/]+)$/, deleteProxy],
  ['GET', /^\/proxies\/([^/]+)\/toxics$/, listToxics],
  ['POST', /^\/proxies\/([^/]+)\/toxics$/, addToxic],
  ['GET', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, (call) => ({ status: 200, content: toxicView(findToxic(call)) })],
  ['POST PATCH', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, updateToxic],
  ['DELETE', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, removeToxic],
]

export function controlServer(registry: Registry): Server {
  return createServer((request, response) => {
    void serve(registry, request, response)
  })
}

async function serve(registry: Registry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, content } = await answerTo(request, registry)
  const type = isText(content) ? 'text/plain; version=0.0.4; charset=utf-8' : 'application/json'
  if (content === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': type }).end(isText(content) ? content : JSON.stringify(content))
}

const isText = (content: unknown): content is string => typeof content === 'string'

async function answerTo(request: IncomingMessage, registry: Registry): Promise<Answer> {
  try {
    if (request.headers['user-agent']?.startsWith('Mozilla/')) throw new ApiError(403, 'User agent not allowed')
    const { method = 'GET', url = '/' } = request
    const { pathname } = new URL(url, 'http://proxy')
    const body = await textOf(request)
    const routes = ROUTES.filter(([, path]) => path.test(pathname))
    if (routes.length === 0) throw new ApiError(404, `there is no ${pathname}`)
    const route = routes.find(([methods]) => methods.split(' ').includes(method))
    if (!route) throw new ApiError(405, `${pathname} does not take ${method}`)
    const [, proxy = '', toxic = ''] = route[1].exec(pathname) ?? []
    const call = { registry, proxy: decoded(proxy), toxic: decoded(toxic), body }
    return method === 'GET' ? await route[2](call) : await registry.inTurn(async () => route[2](call))
  } catch (failure) {
    return failed(failure instanceof ApiError ? failure : new ApiError(500, String(failure)))
  }
}

async function createProxy({ registry, body }: Call): Promise<Answer> {
  return { status: 201, content: proxyView(await registry.create(proxyOrder(new Fields(jsonOf(body))))) }
}

async function updateProxy({ registry, proxy: name, body }: Call): Promise<Answer> {
  const proxy = registry.get(name)
  const fields = new Fields(jsonOf(body))
  await proxy.update({
    listen: fields.text('listen', proxy.listen),
    upstream: fields.text('upstream', proxy.upstream),
    enabled: fields.flag('enabled', proxy.enabled),
  })
  return { status: 200, content: proxyView(proxy) }
}

async function deleteProxy({ registry, proxy }: Call): Promise<Answer> {
  await registry.delete(proxy)
  return { status: 204 }
}

/** Partly done, it says what was done and what failed. */
async function populate({ registry, body }: Call): Promise<Answer> {
  const { proxies, failure } = await registry.populate(body)
  const content = { proxies: proxies.map(proxyView) }
  if (!failure) return { status: 201, content }
  return { status: failure.status, content: { error: failure.message, status: failure.status, ...content } }
}

async function reset({ registry }: Call): Promise<Answer> {
  await registry.reset()
  return { status: 204 }
}

function listToxics({ registry, proxy }: Call): Answer {
  return { status: 200, content: registry.get(proxy).toxics.map(toxicView) }
}

function addToxic({ registry, proxy, body }: Call): Answer {
  const found = registry.get(proxy)
  const toxic = toxicOrder(new Fields(jsonOf(body)))
  found.add(toxic)
  return { status: 200, content: toxicView(toxic) }
}

function updateToxic(call: Call): Answer {
  const toxic = findToxic(call)
  const fields = new Fields(jsonOf(call.body))
  demandToxicity(fields)
  call.registry.get(call.proxy).retune(toxic, settingsOf(toxic.kind, toxic.settings, fields))
  return { status: 200, content: toxicView(toxic) }
}

function removeToxic(call: Call): Answer {
  call.registry.get(call.proxy).remove(findToxic(call))
  return { status: 204 }
}

const findToxic = ({ registry, proxy, toxic }: Call): Toxic => registry.get(proxy).toxic(toxic)

const toxicView = ({ name, kind, stream, settings }: Toxic): object => ({
  attributes: settings,
  name,
  type: kind.type,
  stream,
  toxicity: 1,
})

const proxyView = ({ name, listen, upstream, enabled, toxics }: FaultProxy): object => ({
  name,
  listen,
  upstream,
  enabled,
  toxics: toxics.map(toxicView),
})

const byName = (proxies: readonly FaultProxy[]): object =>
  Object.fromEntries(proxies.map((proxy) => [proxy.name, proxyView(proxy)]))

const failed = ({ message, status }: ApiError): Answer => ({ status, content: { error: message, status } })

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ApiError(400, `the path has a broken escape: ${part}`)
  }
}
