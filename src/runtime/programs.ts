/** Programs of commands that run on this machine: looked for before anything starts. */

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { Command, Service, Topology } from '../site/index.ts'
import type { Runtime } from './runtime.ts'

export interface Looking {
  readonly runtime: Runtime['name']
  readonly topology: Topology
  /** Where relative paths are looked up. */
  readonly drillFolder: string
}

/**
 * Whether the program of a command is there and may be executed. What only its surroundings can tell is taken to be
 * there: what is in a container, and what lies on a volume.
 */
export function hasProgram({ argv, inside, beside }: Command, { runtime, topology, drillFolder }: Looking): boolean {
  const [program = ''] = argv
  const service = inside ?? beside
  if (program === 'node') return true
  if (service && runtime !== 'embedded') return true
  const mounts = service ? Object.keys(topology.mountsOf(service)) : []
  if (mounts.some((path) => program.startsWith(`${path}/`))) return true
  if (program.includes('/')) return isExecutable(isAbsolute(program) ? program : resolve(drillFolder, program))
  const folders = pathOf(service, topology)
    .split(delimiter)
    .filter((folder) => folder !== '')
  return folders.some((folder) => isExecutable(join(folder, program)))
}

/** A service may declare a path of its own, and its commands are looked for there. */
function pathOf(service: Service | undefined, topology: Topology): string {
  // Where its neighbours will listen is not known yet: any address does.
  const neighbours = Object.keys(service?.calls ?? {}).map((callee) => [callee, '127.0.0.1:1'] as const)
  const { PATH } = service ? topology.envOf(service, Object.fromEntries(neighbours)) : {}
  return PATH ?? process.env['PATH'] ?? ''
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
