/** Programs that a drill wants to run on this machine, and that are not there: refused before anything starts. */

import { dirname } from 'node:path'
import { Failure } from '../kernel/index.ts'
import { hasProgram, type Runtime } from '../runtime/index.ts'
import type { Topology } from '../site/index.ts'
import { isEngineBackup } from '../stage/index.ts'
import type { CompiledDrill } from './compiled.ts'
import { everyStep, type Numbered } from './tree.ts'

export function commandsOf({ backups }: Topology, steps: readonly Numbered[]): CompiledDrill['commands'] {
  const ofBackups = [...backups].flatMap(([name, backup]) =>
    ((isEngineBackup(backup) && backup.commands) || []).map((command) => ({ by: `site: backup '${name}'`, command })),
  )
  const ofSteps = everyStep(steps).flatMap(({ id, label, step }) =>
    [...(step.commands ?? []), ...(step.injury?.commands ?? [])].map((command) => ({ by: `${id} ${label}`, command })),
  )
  return [...ofBackups, ...ofSteps]
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
