/** Which runtime, and why: said in the first lines of the output and in the report. */

import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure, reasonOf } from '../kernel/index.ts'
import { OF_CONTAINERS, type Capability } from './capabilities.ts'
import { embedded } from './embedded/index.ts'
import { external } from './external/index.ts'
import type { Runtime } from './runtime.ts'

export interface Chosen {
  readonly runtime: Runtime
  readonly because: string
}

/** The host of an engine elsewhere that may be worked on. */
const ALLOW_REMOTE = 'SYNCDRILL_ALLOW_REMOTE'

/** For this process and for every one that it starts from now on. */
export function allowRemote(host: string): void {
  process.env[ALLOW_REMOTE] = host
}

/**
 * The one that is asked for, or the best that answers: containers where a Docker engine does and the drill's services
 * have images, else embedded; external where they are somebody else's, of whom a drill is refused elsewhere by the
 * step that asks for more. Throws a usage `Failure` for a name that means none, or an engine elsewhere that nobody
 * allowed, and an environment one for what the runtime cannot do, by name.
 */
export async function chooseRuntime(name: string | undefined, needs: readonly Capability[]): Promise<Chosen> {
  if (name === 'embedded') return chosen(embedded, embedded.capabilities, needs, 'asked for by name')
  if (name === 'containers') {
    refuseMissing('containers', OF_CONTAINERS, needs)
    const { words } = await engineHere()
    return { runtime: await containersRuntime(), because: `asked for by name; ${words}` }
  }
  if (name === 'external') return { runtime: external, because: 'asked for by name' }
  if (name !== undefined) {
    throw new Failure('usage', `runtime: expected 'embedded', 'containers' or 'external', got '${name}'`)
  }
  if (needs.includes('addresses')) return { runtime: external, because: "its services are somebody else's" }
  const missing = needs.filter((need) => !OF_CONTAINERS.has(need))
  if (missing.length > 0) {
    const why = `containers cannot do what this drill needs: ${missing.join(', ')}`
    return chosen(embedded, embedded.capabilities, needs, why)
  }
  const found = await engineHere().catch((thrown: unknown) => reasonOf(thrown))
  if (typeof found === 'string') return chosen(embedded, embedded.capabilities, needs, found)
  return { runtime: await containersRuntime(), because: `${found.words} answers` }
}

function chosen(
  runtime: Runtime,
  capabilities: ReadonlySet<Capability>,
  needs: readonly Capability[],
  because: string,
): Chosen {
  refuseMissing(runtime.name, capabilities, needs, because)
  return { runtime, because }
}

function refuseMissing(
  name: string,
  capabilities: ReadonlySet<Capability>,
  needs: readonly Capability[],
  because?: string,
): void {
  const missing = needs.filter((need) => !capabilities.has(need))
  if (missing.length === 0) return
  const chosenFor = because === undefined || because === 'asked for by name' ? '' : ` (chosen because ${because})`
  const wants = `cannot do what this drill needs: ${missing.join(', ')}`
  throw new Failure('environment', `runtime '${name}' ${wants}${chosenFor}`)
}

async function containersRuntime(): Promise<Runtime> {
  return (await import('./containers/index.ts')).containers
}

/** Its client is loaded only where there is a sign of an engine. Throws a `Failure` where none is to be had. */
async function engineHere() {
  if (!hasSign()) throw new Failure('environment', 'no Docker engine answers (no DOCKER_HOST, and none of its sockets)')
  const { openEngine } = await import('./containers/engine/engine.ts')
  const engine = await openEngine()
  const allowed = process.env[ALLOW_REMOTE]
  // What is allowed is the machine of the engine itself, wherever its ports are said to be reached.
  if (!engine.isLocal && 'host' in engine.connection && engine.connection.host !== allowed) {
    const expected = `expected --allow-remote ${engine.connection.host}, got ${allowed ?? 'nothing'}`
    throw new Failure('usage', `${engine.words} is on another machine: ${expected}`)
  }
  return engine
}

/** What a Docker engine says of itself, for people who ask what can run here. */
export interface EngineFacts {
  /** `Docker Engine 20.10.24 at /var/run/docker.sock`. */
  readonly words: string
  readonly apiVersion: string
  readonly cgroup: string
}

/** Throws a `Failure` with the reason where none answers, or where the one that does may not be worked on. */
export async function engineFacts(): Promise<EngineFacts> {
  const { docker, words } = await engineHere()
  const { ApiVersion: apiVersion } = await docker.version()
  const { CgroupVersion: cgroup = '1' } = (await docker.info()) as { readonly CgroupVersion?: string }
  return { words, apiVersion, cgroup }
}

/** Where testcontainers looks. */
function hasSign(): boolean {
  const home = homedir()
  const runtimes = process.env['XDG_RUNTIME_DIR'] ?? join('/run/user', String(process.getuid?.() ?? ''))
  const places = [
    '/var/run/docker.sock',
    join(runtimes, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.testcontainers.properties'),
  ]
  return process.platform === 'win32' || Boolean(process.env['DOCKER_HOST']) || places.some((path) => existsSync(path))
}
