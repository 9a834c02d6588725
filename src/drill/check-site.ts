/** What is wrong with a site or a fleet before anything starts, beyond what the topology itself refuses. */

import { isAdapter } from '../clients/index.ts'
import type { DeclaredFleet, Program } from '../fleet/index.ts'
import { Failure } from '../kernel/index.ts'
import type { Act } from '../ledger/index.ts'
import type { Capability } from '../runtime/index.ts'
import type { CollectionName } from '../records/index.ts'
import { signsOf, type Service, type Topology } from '../site/index.ts'
import { isEngineBackup } from '../stage/index.ts'
import { demand } from '../steps/demand.ts'
import { everyStep, type Numbered } from './tree.ts'

export function checkSite(topology: Topology): void {
  const { clients, services } = topology
  demand(clients.size > 0, 'site: clients', 'at least one client, through which devices reach a service', 'none')
  const carriers = new Map<CollectionName, string>()
  for (const [name, client] of clients) {
    demand(isAdapter(client), `site: client '${name}'`, 'one made by client({...})(service)', 'another')
    for (const carried of client.carries) {
      const other = carriers.get(carried)
      demand(
        other === undefined,
        `site: client '${name}'`,
        `collections of its own`,
        `${carried}, which '${other}' carries too`,
      )
      carriers.set(carried, name)
    }
  }
  for (const [name, service] of services) {
    runOf(name, service)
    // Where its neighbours will listen is not known yet: any address does.
    const neighbours = Object.keys(service.calls).map((callee) => [callee, '127.0.0.1:1'] as const)
    topology.envOf(service, Object.fromEntries(neighbours))
  }
}

export function checkFleet(fleet: DeclaredFleet, { clients }: Topology): void {
  const groups = Object.values(fleet)
  demand(groups.length > 0, 'fleet', 'at least one group of devices', 'none')
  for (const [name, devices] of Object.entries(fleet)) {
    const { selection } = devices
    demand(selection.of === 'group', `fleet: '${name}'`, 'devices({...})', 'a selection; draw it in steps')
    const program = programOf(devices)
    const carried = [...clients.values()].flatMap(({ carries }) => carries)
    const foreign = program?.carries.find((one) => !carried.includes(one))
    demand(foreign === undefined, `fleet: '${name}'`, `a program for ${carried.join(', ')}`, `one for ${foreign}`)
  }
}

/** Throws a usage `Failure` for one that nothing would ever start, or not before devices read from it. */
export function checkStarts({ services, clients }: Topology, acts: Readonly<Record<Act, readonly Numbered[]>>): void {
  const begun = (steps: readonly Numbered[]) =>
    everyStep(steps).flatMap(({ step }) => (step.name === 'start' ? (step.on ?? []) : []))
  const [early, all] = [begun(acts.given), begun(Object.values(acts).flat())]
  for (const [name, service] of services) {
    if (service.starts === 'with the drill') continue
    const isRead = [...clients.values()].some((client) => client.service === service)
    const where = isRead ? 'given, for devices read from it then' : 'steps'
    demand(
      (isRead ? early : all).includes(service),
      `site: service '${name}': starts`,
      `start(${name}) in ${where}`,
      'none',
    )
  }
}

function programOf({ selection }: DeclaredFleet[string]): Program | undefined {
  return selection.of === 'group' ? selection.group.program : undefined
}

/** What a runtime must be able to do: for services and programs to start at all, and for each step. */
export function needsOf(
  { services, backups, external }: Topology,
  fleet: DeclaredFleet,
  steps: readonly Numbered[],
): readonly Capability[] {
  const needs = new Set<Capability>()
  if (external.size > 0) needs.add('addresses')
  if (Object.values(fleet).some((devices) => programOf(devices))) needs.add('images')
  for (const [name, service] of services) {
    const { command, image } = runOf(name, service)
    if (!image) needs.add('commands')
    if (!command) needs.add('images')
    const signs = signsOf(service.ready)
    if (signs.some((sign) => 'health' in sign)) needs.add('health checks of images')
    if (signs.some((sign) => 'command' in sign)) needs.add('inside')
  }
  for (const backup of backups.values()) {
    if (isEngineBackup(backup)) for (const need of backup.needs ?? []) needs.add(need)
  }
  for (const { step } of everyStep(steps)) {
    for (const need of [...(step.injury?.needs ?? []), ...(step.needs ?? [])]) needs.add(need)
  }
  return [...needs].toSorted()
}

function runOf(name: string, { versions, start }: Service) {
  const run = versions[start]
  if (run?.command?.length || run?.image) return run
  throw new Failure(
    'usage',
    `site: service '${name}': expected a command or an image for version '${start}', got neither`,
  )
}
