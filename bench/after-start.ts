/**
 * What remains between the moment from which a service could be used and the moment at which we say so. That moment is
 * the later of two: the engine's call to start it returned, and the service answers, of which it tells itself, by the
 * clock that all containers of a machine share. One container at a time, a new one for every start.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { join } from 'node:path'
import { GenericContainer, Wait } from 'testcontainers'
import { Failure, uniqueName } from '../src/kernel/index.ts'
import { containers } from '../src/runtime/containers/index.ts'
import { imageOf } from '../src/runtime/containers/engine/images.ts'
import { openReaper } from '../src/runtime/index.ts'
import { runOf } from '../src/runtime/testing/program.ts'
import { service, site, Topology, type Readiness } from '../src/site/index.ts'
import { median, spreadOf } from './arithmetic.ts'
import { openGround, type Ground } from './ground.ts'
import { inMs, type Options, type Outcome } from './outcome.ts'

const RUN = runOf(new URL('programs/tells-when.ts', import.meta.url))
const TELLS = /listening since ([\d.]+)/
const AT_MOST_MS = 5
const TIMES_ROUNDS = 2

/** Milliseconds by the clock that the service tells its moment by. */
const nowMs = (): number => performance.timeOrigin + performance.now()

interface Start {
  readonly resolvedMs: number
  readonly listeningMs: number
}

/** One of each way, started and removed again. `round` makes a start one of another container. */
type Way = (round: number) => Promise<Start>

export async function afterStart({ rounds, tell }: Options): Promise<Outcome> {
  await using ground = await openGround()
  if (!ground.yard.engine.isLocal) throw new Failure('environment', 'after-start: expected an engine on this machine')
  await using opened = new AsyncDisposableStack()
  const ways: { readonly [name: string]: Way } = {
    'ours, by http': await openOurs(ground, opened, { http: '/' }),
    'ours, by its log': await openOurs(ground, opened, { logs: TELLS }),
    'testcontainers, by its ports': await openTheirs(ground, () => Wait.forListeningPorts()),
    'testcontainers, by its log': await openTheirs(ground, () => Wait.forLogMessage(TELLS)),
  }
  const restsMs = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round <= rounds * TIMES_ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const restMs = await restOf(() => way(round))
      tell(`round ${round}: ${name} ${inMs(restMs)}`)
      if (round > 0) restsMs.get(name)?.push(restMs)
    }
  }
  const rows = [...restsMs].map(([name, all]) => {
    const { median: middle, least, most } = spreadOf(all)
    return [name, inMs(middle), inMs(least), inMs(most)]
  })
  const goal = (name: string) => ({ what: `${name}, ms`, value: median(restsMs.get(name) ?? []), atMost: AT_MOST_MS })
  return {
    name: `From usable to told so, ${rounds * TIMES_ROUNDS} interleaved starts`,
    table: [['', 'median', 'least', 'most'], ...rows],
    remarks: ['usable: the start call of the engine has returned, and the service says that it listens.'],
    goals: [goal('ours, by http'), goal('ours, by its log')],
  }
}

async function restOf(start: () => Promise<Start>): Promise<number> {
  let returnedMs = 0
  const onAnswer = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest }
    if (/\/containers\/\w+\/start$/.test(request.path.split('?')[0] ?? '')) returnedMs = nowMs()
  }
  subscribe('http.client.response.finish', onAnswer)
  const { resolvedMs, listeningMs } = await start()
  unsubscribe('http.client.response.finish', onAnswer)
  if (returnedMs === 0) throw new Failure('bug', "the engine's start call was not seen")
  return resolvedMs - Math.max(returnedMs, listeningMs)
}

async function openOurs(ground: Ground, opened: AsyncDisposableStack, ready: Readiness): Promise<Way> {
  const reaper = await openReaper(`bench-${uniqueName()}`, containers.makeDummies)
  opened.defer(async () => void (await reaper.reap()))
  const { journal } = reaper
  const told = service({ versions: { '1': RUN }, start: '1', ready })
  const topology = new Topology(site({ services: { told }, clients: {} }))
  let listening = Promise.withResolvers<number>()
  const onLine = (_: unknown, line: string) => {
    const [, ms] = TELLS.exec(line) ?? []
    if (ms !== undefined) listening.resolve(Number(ms))
  }
  const room = { run: journal.run, journal, logs: join(ground.folder, journal.run), onLine }
  const running = opened.use(await containers.open(topology, room))
  return async (round) => {
    listening = Promise.withResolvers()
    await running.start(told, { args: [String(round)] })
    const resolvedMs = nowMs()
    const listeningMs = await listening.promise
    await running.kill(told)
    return { resolvedMs, listeningMs }
  }
}

async function openTheirs(ground: Ground, waiting: () => ReturnType<typeof Wait.forListeningPorts>): Promise<Way> {
  const { labels } = ground.yard
  const { name, exposes } = await imageOf(ground.yard, RUN)
  return async () => {
    const container = await new GenericContainer(name)
      .withAutoCleanup(false)
      .withLabels({ ...labels })
      .withEnvironment({ PORT: String(exposes[0]) })
      .withExposedPorts(...exposes)
      .withWaitStrategy(waiting())
      .start()
    const resolvedMs = nowMs()
    let text = ''
    for await (const chunk of await container.logs()) {
      text += String(chunk)
      if (TELLS.test(text)) break
    }
    await container.stop()
    return { resolvedMs, listeningMs: Number(TELLS.exec(text)?.[1]) }
  }
}
