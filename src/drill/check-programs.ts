/** Programs and folders that a drill needs on this machine, and that are not there: refused before anything starts. */

import { readdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Failure } from '../kernel/index.ts'
import { hasProgram, type Runtime } from '../runtime/index.ts'
import { signsOf, type Topology } from '../site/index.ts'
import { isEngineBackup } from '../stage/index.ts'
import type { CompiledDrill } from './compiled.ts'
import { everyStep, inStep, type Numbered } from './tree.ts'

/** Throws a usage `Failure` for a command in a service that this drill does not declare. */
export function commandsOf(topology: Topology, steps: readonly Numbered[]): CompiledDrill['commands'] {
  const ofBackups = [...topology.backups].flatMap(([name, backup]) =>
    ((isEngineBackup(backup) && backup.commands) || []).map((command) => ({ by: `site: backup '${name}'`, command })),
  )
  const ofSteps = everyStep(steps).flatMap(({ id, label, step }) =>
    [...(step.commands ?? []), ...(step.injury?.commands ?? [])].map((command) => ({ by: `${id} ${label}`, command })),
  )
  const ofServices = [...topology.services].flatMap(([name, service]) =>
    signsOf(service.ready).flatMap((sign): CompiledDrill['commands'] =>
      'command' in sign
        ? [{ by: `site: service '${name}': ready: command`, command: { argv: sign.command, inside: service } }]
        : [],
    ),
  )
  const all = [...ofServices, ...ofBackups, ...ofSteps]
  for (const { by, command } of all) {
    const service = command.inside ?? command.beside
    if (service) inStep(by, () => topology.nameOf(service))
  }
  return all
}

/** Throws a usage `Failure` for a folder of a command that is not there; containers have folders of their own. */
function refuseMissingFolders({ name, arm, file, topology }: CompiledDrill, runtime: Runtime['name']): void {
  if (runtime !== 'embedded') return
  for (const [service, { versions }] of topology.services) {
    for (const [version, { cwd }] of Object.entries(versions)) {
      if (cwd === undefined || statSync(resolve(dirname(file), cwd), { throwIfNoEntry: false })?.isDirectory()) continue
      const where = `${name}: arm '${arm}': site: services.${service}: versions: '${version}': cwd`
      throw new Failure('usage', `${where}: expected a folder, from where the drill file stands, got '${cwd}'`)
    }
  }
}

/** Throws a usage `Failure` for what a step reads and is not there, on whatever runtime; a folder must have a file. */
function refuseMissingFiles({ name, arm, file, acts }: CompiledDrill): void {
  for (const { id, label, step } of everyStep(Object.values(acts).flat())) {
    for (const path of step.reads ?? []) {
      const place = resolve(dirname(file), path)
      const found = statSync(place, { throwIfNoEntry: false })
      const isWell = found?.isFile() || (found?.isDirectory() && hasFile(place))
      if (isWell) continue
      const where = `${name}: arm '${arm}': ${id} ${label}`
      const expected = 'a file, or a folder with files in it, from where the drill file stands'
      throw new Failure('usage', `${where}: expected ${expected}, got '${path}'`)
    }
  }
}

/** What a version is started from; what starts with the drill is refused before this, as a need of the runtime. */
const STARTED_FROM = { embedded: 'command', containers: 'image' } as const

/** Throws a usage `Failure` for a version that a step starts, and that the runtime does not know how to start. */
function refuseMissingVersions({ name, arm, acts, topology }: CompiledDrill, runtime: Runtime['name']): void {
  if (runtime === 'external') return
  const member = STARTED_FROM[runtime]
  for (const { id, label, step } of everyStep(Object.values(acts).flat())) {
    if (!step.starts) continue
    const { service, version } = step.starts
    if (service.versions[version]?.[member] !== undefined) continue
    const where = `${name}: arm '${arm}': ${id} ${label}: service '${topology.nameOf(service)}'`
    const expected = `${member}, which the ${runtime} runtime starts it from`
    throw new Failure('usage', `${where}: version '${version}': expected ${expected}, got none`)
  }
}

const hasFile = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile())

/** Throws a usage `Failure`. Of what runs in containers, neither programs nor folders can be looked for. */
export function refuseMissingPrograms(compiled: CompiledDrill, runtime: Runtime['name']): void {
  refuseMissingFolders(compiled, runtime)
  refuseMissingFiles(compiled)
  refuseMissingVersions(compiled, runtime)
  const { name, arm, file, topology, commands } = compiled
  const looking = { runtime, topology, drillFolder: dirname(file) }
  const missing = commands.find(({ command }) => !hasProgram(command, looking))
  if (!missing) return
  const { by, command } = missing
  const got = `expected a program that is there and may be executed, got '${command.argv[0]}'`
  throw new Failure('usage', `${name}: arm '${arm}': ${by}: ${got}`)
}
