/**
 * The Docker engine, found as testcontainers finds it: DOCKER_HOST, the usual sockets, its own settings. Its reaper
 * (Ryuk) stays off: ours knows runs, and does not come out of a registry.
 */

import type Docker from 'dockerode'
import type { ContainerRuntimeClient } from 'testcontainers'
import { Failure, reasonOf } from '../../../kernel/index.ts'
import type { EngineConnection } from '../../journal.ts'
import { isAsked, isLoopback, whatIsAsked } from './asked.ts'
import { gatewayOfSiblings } from './gateway.ts'
import { reachOf, type Reach } from './reach.ts'

process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'

export interface Engine {
  readonly client: ContainerRuntimeClient
  readonly docker: Docker
  readonly connection: EngineConnection
  /** Its own name for itself, by whatever address it is reached. */
  readonly id: string | undefined
  readonly reach: Reach
  /** Its connection leads to this machine. */
  readonly isLocal: boolean
  /** For people: `Docker Engine 20.10.24 at /var/run/docker.sock`. */
  readonly words: string
}

let opened: Promise<Engine> | undefined

/** Throws an environment `Failure` when no engine answers. */
export function openEngine(): Promise<Engine> {
  opened ??= open().catch((thrown: unknown) => {
    opened = undefined
    const asked = whatIsAsked()
    const named = asked ? `${asked.by} names ${asked.address}: ` : ''
    throw new Failure('environment', `no Docker engine answers (${named}${reasonOf(thrown)})`, { cause: thrown })
  })
  return opened
}

async function open(): Promise<Engine> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  const client = await getContainerRuntimeClient()
  const docker = client.container.dockerode
  const connection = connectionOf(docker)
  const asked = whatIsAsked()
  if (asked && !isAsked(asked, connection)) {
    throw new Error('that one does not answer, and another one is not meant')
  }
  const { host: told, serverVersion } = client.info.containerRuntime
  const isLocal = 'socketPath' in connection || isLoopback(connection.host)
  const where = 'socketPath' in connection ? connection.socketPath : `${connection.host}:${connection.port}`
  const { ID: id } = (await docker.info()) as { readonly ID?: string }
  const isByHand = process.env['TESTCONTAINERS_HOST_OVERRIDE'] !== undefined
  const isNear = 'socketPath' in connection && told === 'localhost' && !isByHand
  const host = (isNear ? await gatewayOfSiblings(docker) : undefined) ?? told
  return {
    client,
    docker,
    connection,
    id,
    isLocal,
    reach: reachOf(connection, { host, isAsked: isByHand }),
    words: `Docker Engine ${serverVersion} at ${where}`,
  }
}

interface Modem {
  readonly socketPath?: string
  readonly protocol: string
  readonly host?: string
  readonly port?: string | number
  readonly ca?: unknown
}

function connectionOf(docker: Docker): EngineConnection {
  const { socketPath, protocol, host, port, ca } = docker.modem as unknown as Modem
  if (host === undefined) return { socketPath: socketPath ?? '/var/run/docker.sock' }
  if (protocol !== 'http' && protocol !== 'https') {
    throw new Failure(
      'environment',
      `the engine at ${protocol}://${host}: expected a socket, tcp or tls, got ${protocol}`,
    )
  }
  const certificates = ca === undefined ? undefined : process.env['DOCKER_CERT_PATH']
  return { protocol, host, port: Number(port), ...(certificates !== undefined && { certificates }) }
}
