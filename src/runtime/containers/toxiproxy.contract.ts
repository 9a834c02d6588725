/** The real Toxiproxy for a suite: in a container of its own on the host's network, so that both reach one loopback. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Docker from 'dockerode'
import { reasonOf, uniqueName, until } from '../../kernel/index.ts'
import { freePort } from '../embedded/free-port.ts'
import type { StartedProxyServer } from '../embedded/proxy/bench.contract.ts'

const IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0'
const LABEL = 'org.syncdrill.test'
const LIFELINE = fileURLToPath(new URL('lifeline.contract.ts', import.meta.url))
/** How often another process may take a port between our finding it free and Toxiproxy's listening on it. */
const CLASHES = 5

/** Why no engine can be used; undefined when one answers. */
export async function missingEngine(): Promise<string | undefined> {
  try {
    await new Docker({ timeout: 60_000 }).ping()
    return undefined
  } catch (thrown) {
    return `no Docker engine answers: ${reasonOf(thrown)}`
  }
}

export async function startToxiproxy(...args: readonly string[]): Promise<StartedProxyServer> {
  for (let clashes = 0; clashes < CLASHES; clashes += 1) {
    const started = await startOn(await freePort(), args)
    if (started) return started
  }
  throw new Error(`${IMAGE}: ${CLASHES} ports were each taken before it could listen`)
}

/** Undefined when somebody else had the port. */
async function startOn(port: number, args: readonly string[]): Promise<StartedProxyServer | undefined> {
  const url = `http://127.0.0.1:${port}`
  const mark = uniqueName()
  const stop = holdLifeline(mark)
  const said: string[] = []
  try {
    await runContainer(mark, ['-host', '127.0.0.1', '-port', String(port), '-proxy-metrics', ...args], said)
    const isUp = await until(
      async () => {
        if (said.some((line) => line.includes('address already in use'))) return 'clash'
        return (await isMarked(url, mark)) && 'up'
      },
      { what: `Toxiproxy to answer on ${url}`, atMostMs: 60_000 },
    )
    if (isUp === 'up') return { url, stop }
    await stop()
    return undefined
  } catch (thrown) {
    await stop()
    throw new Error(`${IMAGE}: ${reasonOf(thrown)}; it said: ${said.join(' | ')}`, { cause: thrown })
  }
}

async function runContainer(mark: string, command: readonly string[], said: string[]): Promise<void> {
  // Its own reaper is one more image; what is started here is removed by its label.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
  const { GenericContainer, Wait } = await import('testcontainers')
  // Who answers on a port may be somebody else's Toxiproxy: only ours has this proxy.
  const marked = [{ name: mark, listen: '127.0.0.1:0', upstream: '127.0.0.1:1', enabled: false }]
  await new GenericContainer(IMAGE)
    .withAutoCleanup(false)
    .withLabels({ [LABEL]: mark })
    .withNetworkMode('host')
    .withCopyContentToContainer([{ content: JSON.stringify(marked), target: '/marked.json', mode: 0o644 }])
    .withCommand([...command, '-config', '/marked.json'])
    .withLogConsumer((stream) => createInterface(stream).on('line', (line) => said.push(line)))
    .withWaitStrategy(Wait.forLogMessage('Starting Toxiproxy HTTP server'))
    .start()
}

async function isMarked(url: string, mark: string): Promise<boolean> {
  const response = await fetch(`${url}/proxies/${mark}`, { method: 'DELETE' })
  return response.status === 204
}

/** Spawned before there is anything to remove; detached, so that the keys that stop a suite do not stop it. */
function holdLifeline(mark: string): () => Promise<void> {
  const child = spawn(process.execPath, [LIFELINE, `${LABEL}=${mark}`], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
  const exited = once(child, 'exit')
  return async () => {
    child.stdin.end()
    const [code] = (await exited) as [number | null]
    if (code !== 0) throw new Error(`containers with ${LABEL}=${mark} may be left: the lifeline ended with ${code}`)
  }
}
