/** Programs that a drill wants to run on this machine, and that are not there: refused before anything starts. */

import { dirname } from 'node:path'
import { Failure } from '../kernel/index.ts'
import { hasProgram, type Runtime } from '../runtime/index.ts'
import type { Topology } from '../site/index.ts'
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
  const all = [...ofBackups, ...ofSteps]
  for (const { by, command } of all) {
    const service = command.inside ?? command.beside
    if (service) inStep(by, () => topology.nameOf(service))
  }
  return all
}

/** Throws a usage `Failure`. On containers, only what runs on the harness's own machine can be looked for. */
export function refuseMissingPrograms(
  { name, arm, file, topology, commands }: CompiledDrill,
  runtime: Runtime['name'],
): void {
  const looking = { runtime, topology, drillFolder: dirname(file) }
  const missing = commands.find(({ command }) => !hasProgram(command, looking))
  if (!missing) return
  const { by, command } = missing
  const got = `expected a program that is there and may be executed, got '${command.argv[0]}'`
  throw new Failure('usage', `${name}: arm '${arm}': ${by}: ${got}`)
}
