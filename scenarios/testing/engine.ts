/** The Docker engine as a bystander sees it: through its own command, and nothing of ours. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const docker = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('docker', [...args])).stdout.trim()

const missing = await docker('version').then(
  () => undefined,
  (thrown: Error) => thrown.message,
)

if (missing !== undefined) process.stderr.write(`\n!!! CONTAINER TESTS DO NOT RUN HERE: ${missing}\n\n`)

/** For `describe.skipIf`. In CI they run and fail, each in the words of the missing engine. */
export const isWithoutEngine: boolean = missing !== undefined && !process.env['CI']

const RUN = '{{.Label "org.syncdrill.run"}}'

/** Containers, networks and volumes whose label or name says that they are of this run, or of its proof of life. */
export async function onEngineOf(run: string): Promise<readonly string[]> {
  const listed = await Promise.all([
    docker('ps', '--all', '--no-trunc', '--format', `${RUN} container {{.Names}}`),
    docker('network', 'ls', '--format', `${RUN} network {{.Name}}`),
    docker('volume', 'ls', '--format', `${RUN} volume {{.Name}}`),
  ])
  return listed
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith(run) || line.includes(` syncdrill-${run}`))
}

export interface Bystander extends AsyncDisposable {
  /** What it is now, as the engine tells it: alike before and after, if nobody touched it. */
  look(): Promise<string>
  /** As a journal would name it. */
  readonly lines: readonly object[]
}

/** A container that runs, a network and a volume, named as if they were ours; under a foreign label, or under none. */
export async function bystander(name: string, label?: string): Promise<Bystander> {
  const labels = label === undefined ? [] : ['--label', `org.syncdrill.run=${label}`]
  const full = `syncdrill-${name}`
  const network = await docker('network', 'create', ...labels, full)
  const volume = await docker('volume', 'create', ...labels, full)
  const place = ['--network', full, '--mount', `type=volume,source=${full},target=/data`]
  const container = await docker('run', '--detach', '--name', full, ...labels, ...place, IMAGE)
  const look = async () => {
    const lines = await Promise.all([
      docker('inspect', '--format', '{{.Id}} {{.State.Status}} {{.State.StartedAt}}', container),
      docker('network', 'inspect', '--format', '{{.Id}} {{len .Containers}}', network),
      docker('volume', 'inspect', '--format', '{{.Name}} {{.CreatedAt}}', volume),
    ])
    return lines.join('\n')
  }
  const ids = { container, network, volume }
  const named = Object.entries(ids).flatMap(([kind, id]) => [
    { is: 'planned', kind, name: full },
    { is: 'made', kind, name: full, id },
  ])
  const lines = [{ is: 'planned', kind: 'engine', connection: { socketPath: SOCKET } }, ...named]
  return {
    look,
    lines,
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', container)
      await Promise.all([docker('network', 'rm', network), docker('volume', 'rm', volume)])
    },
  }
}

/** Of the engine that answers, where it is on this machine. */
export const SOCKET = (process.env['DOCKER_HOST'] ?? '').replace(/^unix:\/\//, '') || '/var/run/docker.sock'
/** Runs have it already. */
const IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0'
