/**
 * Images by name: pulled where a registry has them, or built from a Dockerfile. What is built is named by its content
 * too, so that two checkouts on one engine never take each other's; it stays as a cache, labelled.
 */

import { Failure, reasonOf } from '../../../kernel/index.ts'
import type { Build, Run } from '../../../site/index.ts'
import { folderOf } from '../../journal.ts'
import { digestOf, gather } from './context.ts'
import type { Engine } from './engine.ts'
import { CONTEXT } from './labels.ts'
import type { Yard } from './yard.ts'

export interface Image {
  readonly name: string
  /** The engine's own: `sha256:...`. */
  readonly id: string
  readonly exposes: readonly number[]
  /** The command of its `HEALTHCHECK`, as argv; undefined where it has none. */
  readonly health?: readonly string[]
}

/** Told of what takes long: `building syncdrill/radicale:3.1`. */
export type Tell = (what: string) => void

const cached = new Map<string, Promise<Image>>()

/** There when it resolves. Throws an environment `Failure` with the engine's own words. */
export function imageOf(yard: Place, { image = '', build }: Run, tell: Tell = () => undefined): Promise<Image> {
  const made = build instanceof URL ? { context: build } : build
  const name = made ? `${image}-${digestOf(made)}` : image
  const known = cached.get(name)
  if (known) return known
  const having = have(yard, name, made, tell)
  cached.set(name, having)
  having.catch(() => cached.delete(name))
  return having
}

type Place = Pick<Yard, 'engine' | 'run'>

async function have(place: Place, name: string, build: Build | undefined, tell: Tell): Promise<Image> {
  const { engine } = place
  const there = await inspect(engine, name)
  if (there) return there
  if (build) await make(place, name, build, tell)
  else await pull(engine, name, tell)
  const now = await inspect(engine, name)
  if (now) return now
  throw new Failure('environment', `image '${name}' was made and is not there: does somebody remove images?`)
}

async function inspect({ docker }: Engine, name: string): Promise<Image | undefined> {
  try {
    const { Config, Id } = await docker.getImage(name).inspect()
    const ports = Object.keys((Config.ExposedPorts ?? {}) as object).filter((port) => !port.endsWith('/udp'))
    const health = healthIn(Config as Configured)
    return { name, id: Id, exposes: ports.map((port) => Number.parseInt(port, 10)), ...(health && { health }) }
  } catch (thrown) {
    if ((thrown as { readonly statusCode?: number }).statusCode === 404) return undefined
    throw new Failure('environment', `image '${name}': ${reasonOf(thrown)}`, { cause: thrown })
  }
}

interface Configured {
  readonly Healthcheck?: { readonly Test?: readonly string[] }
  readonly Shell?: readonly string[]
}

function healthIn({ Healthcheck, Shell = ['/bin/sh', '-c'] }: Configured): readonly string[] | undefined {
  const [kind, ...words] = Healthcheck?.Test ?? []
  if (kind === 'CMD') return words
  return kind === 'CMD-SHELL' ? [...Shell, ...words] : undefined
}

async function pull({ client }: Engine, name: string, tell: Tell): Promise<void> {
  tell(`pulling ${name}`)
  const { ImageName } = await import('testcontainers')
  try {
    await client.image.pull(ImageName.fromString(name), { force: true, platform: undefined })
  } catch (thrown) {
    throw new Failure('environment', `image '${name}' is not here and no registry gave it: ${reasonOf(thrown)}`, {
      cause: thrown,
    })
  }
}

interface Progress {
  readonly stream?: string
  readonly error?: string
}

/** Through the engine's client: testcontainers' own builder does not tell why a build failed. */
async function make({ engine: { docker }, run }: Place, name: string, build: Build, tell: Tell): Promise<void> {
  tell(`building ${name}`)
  // In the run's own folder, which goes with the run whoever dies meanwhile.
  using context = gather(build, folderOf(run))
  const { folder, files, args } = context
  const said: string[] = []
  try {
    const stream = await docker.buildImage(
      { context: folder, src: [...files] },
      {
        t: name,
        buildargs: { ...args },
        labels: { [CONTEXT]: name },
        rm: true,
        forcerm: true,
        ...(build.dockerfile !== undefined && { dockerfile: build.dockerfile }),
        ...(build.target !== undefined && { target: build.target }),
      },
    )
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null, output: readonly Progress[]) => {
        const failed = output?.find((line) => line.error !== undefined)?.error
        if (error || failed !== undefined) reject(error ?? new Error(failed))
        else resolve()
      }
      const onProgress = ({ stream: text = '' }: Progress) => void (text.trim() && said.push(text.trim()))
      docker.modem.followProgress(stream, done as (error: Error | null, output: unknown[]) => void, onProgress)
    })
  } catch (thrown) {
    const words = [...said.slice(-8), reasonOf(thrown)].join('\n')
    throw new Failure('environment', `image '${name}' could not be built:\n${words}`, { cause: thrown })
  }
}
