/** An engine's address as people write it. */

import { Failure } from '../../kernel/index.ts'
import type { EngineConnection } from '../journal.ts'

const PORTS: Readonly<Record<string, number>> = { 'tcp:': 2375, 'http:': 2375, 'https:': 2376 }

/** As `DOCKER_HOST` says it. Certificates are those of `DOCKER_CERT_PATH`, where `DOCKER_TLS_VERIFY` asks for them. */
export function connectionOf(address: string, env: NodeJS.ProcessEnv = process.env): EngineConnection {
  if (address.startsWith('/')) return { socketPath: address }
  const wrong = `--engine ${address}: expected an address such as tcp://192.0.2.7:2375 or unix:///var/run/docker.sock`
  if (!URL.canParse(address)) throw new Failure('usage', wrong)
  const { protocol, hostname, port, pathname } = new URL(address)
  if (protocol === 'unix:' && hostname === '' && pathname !== '') return { socketPath: decodeURIComponent(pathname) }
  const { [protocol]: usual } = PORTS
  if (usual === undefined || hostname === '') throw new Failure('usage', wrong)
  const isSecure = protocol === 'https:' || (protocol === 'tcp:' && Boolean(env['DOCKER_TLS_VERIFY']))
  const certificates = env['DOCKER_CERT_PATH']
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    protocol: isSecure ? 'https' : 'http',
    host,
    port: port === '' ? (isSecure ? 2376 : usual) : Number(port),
    ...(isSecure && certificates !== undefined && { certificates }),
  }
}
