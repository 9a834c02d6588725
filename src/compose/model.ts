/** What Docker Compose makes of a file, read once by each process for as long as the file stays as it is. */

import { statSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '../kernel/index.ts'
import { canonical, digest, type Plain } from '../records/index.ts'
import { composeConfig, type ComposeFiles } from '../runtime/index.ts'
import { drillFolder } from '../site/index.ts'
import { membersOf, type Members } from './reading.ts'
import type { Model } from './translate.ts'

/** A compose file: a path, from where the drill file stands, or a URL. */
export type ComposeFile = string | URL

const read = new Map<string, unknown>()

/** In full. Throws a usage `Failure` for a relative path where no drill is being asked for its site. */
export function pathOf(file: ComposeFile): string {
  const path = file instanceof URL ? fileURLToPath(file) : file
  if (isAbsolute(path)) return path
  const folder = drillFolder()
  if (folder !== undefined) return resolve(folder, path)
  const wanted = `a URL outside of 'site': new URL('${path}', import.meta.url)`
  throw new Failure('usage', `compose: expected ${wanted}, got a relative path`)
}

export interface ReadModel {
  readonly model: Model
  /** Where the project stands. */
  readonly project: string
  readonly digest: string
}

export function modelOf(files: ComposeFiles): ReadModel {
  const [first = ''] = files.files
  const missing = [...files.files, ...files.envFiles].find((file) => !statSync(file, { throwIfNoEntry: false }))
  if (missing !== undefined) throw new Failure('usage', `compose: expected a file at ${missing}, got none`)
  const key = JSON.stringify([files, files.files.map((file) => statSync(file).mtimeMs)])
  const known = read.get(key) ?? composeConfig(files)
  read.set(key, known)
  const all = membersOf(known)
  const of = (name: string): Members => membersOf(all[name])
  const model = {
    services: of('services'),
    networks: of('networks'),
    volumes: of('volumes'),
    secrets: of('secrets'),
    configs: of('configs'),
  }
  const project = dirname(first)
  return { model, project, digest: digestOf(model, project) }
}

/** The same wherever the project stands and whatever its folder is called, of which names of volumes are made. */
function digestOf({ services, ...others }: Model, project: string): string {
  const kinds = Object.entries(others).map(([kind, all]) => {
    const unnamed = Object.entries(all).map(([name, one]) => [name, { ...membersOf(one), name: undefined }])
    return [kind, Object.fromEntries(unnamed)] as const
  })
  const text = JSON.stringify({ services, ...Object.fromEntries(kinds) })
  return digest(canonical(JSON.parse(text.replaceAll(project, () => '.')) as Plain), 16)
}
