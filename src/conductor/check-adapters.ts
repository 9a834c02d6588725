/** The adapters of one arm's site, tried on services that have just been started, and on nothing else. */

import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Subject, tryAdapter, type Behind, type Stranger, type Tried } from '../check/index.ts'
import { guarded } from '../clients/guarded.ts'
import { isAdapter, Wire, type Adapter, type Endpoint } from '../clients/index.ts'
import { Failure, firstOf, Random, writeWhole } from '../kernel/index.ts'
import { makeAccounts, type Stage } from '../stage/index.ts'
import type { CheckResult, Order } from './order.ts'
import { resultOf } from './order.ts'
import { startServices } from './phases/index.ts'
import { failureOf, getReady, onStage } from './ready.ts'
import { writable } from './writable.ts'

/** Resolves with what was tried, and leaves the same in the arm's folder. Throws what happens before anything is. */
export async function checkArm(order: Order, signal: AbortSignal, tell: (tried: Tried) => void): Promise<CheckResult> {
  const ready = await getReady(order, signal)
  const tried: Tried[] = []
  const failures: CheckResult['failures'][number][] = []
  try {
    await onStage(
      ready,
      async (stage, { limits }) => {
        await startServices(stage, { all: true })
        await makeAccounts(stage)
        for (const [name, client] of stage.topology.clients) {
          if (!isAdapter(client)) continue
          tried.push(...(await tryOn(stage, { name, adapter: client, answerMs: limits.answer }, tell)))
        }
      },
      noTarget,
    )
  } catch (thrown) {
    failures.push(failureOf(firstOf(thrown), signal, ready.lost.signal))
  }
  const { left } = await ready.reaper.reap()
  if (left.length > 0) failures.push({ class: 'residue', because: `left behind: ${left.join(', ')}` })
  const result = { arm: order.arm, tried, failures, runtime: ready.runtime.name, because: ready.because }
  await writable(resultOf(order.folder), (path) => writeWhole([[path, JSON.stringify(result)]]))
  return result
}

/** Adapters are tried on services of the run's own only. */
const noTarget = (): void => undefined

interface Trying {
  readonly name: string
  readonly adapter: Adapter
  /** As devices wait. */
  readonly answerMs: number
}

async function tryOn(stage: Stage, { name, adapter, answerMs }: Trying, tell: (tried: Tried) => void) {
  const { site, topology, routes, signal, roster } = stage
  const limits = { answerMs, signal }
  const connect = guarded(name, { connect: adapter.definition.connect, collections: adapter.collections })
  const [account = 'check'] = roster.accounts
  const sessionOn = (wire: Wire) => wire.session(connect, roster.credentials(account))
  await using opened = new AsyncDisposableStack()
  const wire = opened.use(new Wire(() => site.address(adapter.link), limits))
  const behind: Behind = {
    open: () => sessionOn(wire),
    async inSilence(act) {
      const service = [...topology.services.values()].find((one) => one === routes.behind(adapter.service))
      if (!service) throw new Failure('bug', `client '${name}': no service behind it`)
      await site.pause(service)
      try {
        return await act()
      } finally {
        await site.resume(service)
      }
    },
    async openTo(stranger, act) {
      await using endpoint = await strangerAt(stranger)
      await using elsewhere = new Wire(() => endpoint, limits)
      return await act(await sessionOn(elsewhere))
    },
  }
  return await tryAdapter(name, new Subject(adapter.collections, behind, new Random(`check/${name}`)), { tell, signal })
}

const PAGES: Readonly<Record<Stranger, readonly [status: number, html: string]>> = {
  'an error page': [503, '<html><body><h1>503 Service Unavailable</h1></body></html>\n'],
  'a page of another kind': [200, '<html><body><form>Please sign in.</form></body></html>\n'],
}

/** A proxy that has lost its service, or a portal that wants a password: both answer in HTML. */
async function strangerAt(stranger: Stranger): Promise<Endpoint & AsyncDisposable> {
  const [status, html] = PAGES[stranger]
  const answer: RequestListener = (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'text/html' }).end(html)
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
