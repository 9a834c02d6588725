/** What a drill asks of a service that is somebody else's and cannot be had there: refused before anything is sent. */

import { Failure, inWords } from '../../kernel/index.ts'
import { askedOfExternal, refuseUnallowed, type Capability, type Runtime } from '../../runtime/index.ts'
import { OF_EXTERNAL, WHY_NOT_EXTERNAL } from '../../runtime/capabilities.ts'
import { isEngineBackup } from '../../stage/index.ts'
import type { CompiledDrill } from '../compiled.ts'
import { everyStep, inStep } from '../tree.ts'
import { requestsOf, writingMs } from './requests.ts'

/**
 * Throws a usage `Failure` that names the step. `isDry`: nothing is going to be sent, so that nobody need allow it.
 */
export function refuseExternal(compiled: CompiledDrill, runtime: Runtime['name'], { isDry = false } = {}): void {
  if (runtime !== 'external') return
  const { name, arm, topology, roster, limits } = compiled
  const refuse = (why: string) => new Failure('usage', `${name}: arm '${arm}': ${why}`)
  if (topology.external.size === 0) {
    const names = [...new Set([...topology.clients.values()].map(({ service }) => topology.nameOf(service)))]
    const wanted = names.map((one) => `--address ${one}=https://host:port`).join(' ')
    throw refuse(`the external runtime starts nothing: expected ${wanted}, or external({ url }) in the site`)
  }
  const [lacking] = lackingIn(compiled)
  if (lacking)
    throw refuse(`the external runtime cannot ${lacking.what} (${lacking.by}), because nothing of it is ours`)
  if (roster.madeUp.length > 0) {
    const expected = 'expected accounts of your own by name, in devices({ accounts: [...] }) or by --accounts <file>'
    throw refuse(`fleet: ${expected}, got ${roster.madeUp.length} that are made up`)
  }
  const asked = askedOfExternal()
  const planned = requestsOf(compiled, asked)
  const ms = writingMs(planned)
  if (ms > limits.arm) {
    const rate = `${asked.writesPerSecond} writes a second`
    throw refuse(`limits: arm: expected more than ${inWords(ms)} at ${rate}, got ${inWords(limits.arm)}`)
  }
  const services = [...topology.external].map(([remote, at]) => [topology.nameOf(remote), at] as const)
  if (!isDry) inStep(`${name}: arm '${arm}'`, () => refuseUnallowed(services, asked))
}

interface Lacking {
  readonly what: string
  readonly by: string
}

function lackingIn({ topology, acts, roster }: CompiledDrill): readonly Lacking[] {
  const ofBackups = [...topology.backups].map(([name, backup]) => ({
    by: `site: backup '${name}'`,
    needs: ['copies' as const, ...((isEngineBackup(backup) && backup.needs) || [])],
  }))
  const ofSteps = everyStep(Object.values(acts).flat()).map(({ id, label, step }) => ({
    by: `${id} ${label}`,
    needs: [...(step.injury?.needs ?? []), ...(step.needs ?? [])],
  }))
  const ofPrograms = roster.devices.flatMap(({ group, program }): readonly Needing[] =>
    program ? [{ by: `fleet: '${group}'`, needs: ['images'] }] : [],
  )
  return [...ofSteps, ...ofBackups, ...ofPrograms].flatMap(({ by, needs }) => {
    const missing = needs.find((need) => !OF_EXTERNAL.has(need))
    return missing === undefined ? [] : [{ what: WHY_NOT_EXTERNAL[missing] ?? `do ${missing}`, by }]
  })
}

interface Needing {
  readonly by: string
  readonly needs: readonly Capability[]
}
