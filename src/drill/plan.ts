/** The compiled drill as plain values: what `plan` prints, what the ledger opens with, what the plan hash covers. */

import type { Roster } from '../fleet/index.ts'
import { Failure, msOf, type Duration } from '../kernel/index.ts'
import type { Plan } from '../ledger/index.ts'
import { DEFAULT_LIMITS, type Domain, type Topology } from '../site/index.ts'
import { isEngineBackup } from '../stage/index.ts'
import { planned, type Numbered } from './tree.ts'

export interface Limits {
  /** Until something of an answer comes: as long as your app waits. */
  readonly answer?: Duration
  /** Until the fleet is quiet after the last step. */
  readonly quiesce?: Duration
  /** A single step, with all that is inside of it. */
  readonly step?: Duration
  /** An arm, from the first service to the last read. */
  readonly arm?: Duration
}

const NAMES = ['answer', 'quiesce', 'step', 'arm'] as const

/** A program that is started for each sync takes a second where a simulated device takes milliseconds. */
const PROGRAM_FACTOR = 3

/** In milliseconds. Throws a usage `Failure` for a member that there is not, and for what is no duration. */
export function limitsOf(limits: Limits, { devices }: Roster): { readonly [K in keyof Required<Limits>]: number } {
  const unknown = Object.keys(limits).find((name) => !NAMES.some((known) => known === name))
  if (unknown !== undefined) {
    throw new Failure('usage', `limits: expected some of ${NAMES.join(', ')}, got '${unknown}'`)
  }
  const inMs = (name: keyof Limits, factor = 1) => {
    const own = limits[name]
    return own === undefined ? msOf(DEFAULT_LIMITS[name]) * factor : msOf(own, `limits: ${name}`)
  }
  const hasPrograms = devices.some(({ program }) => program)
  return {
    answer: inMs('answer'),
    quiesce: inMs('quiesce', hasPrograms ? PROGRAM_FACTOR : 1),
    step: inMs('step'),
    arm: inMs('arm'),
  }
}

export function planOf(
  topology: Topology,
  roster: Roster,
  steps: readonly Numbered[],
  limits: ReturnType<typeof limitsOf>,
): Plan {
  const namesOf = (handles: readonly Domain[]) => handles.map((one) => topology.nameOf(one))
  return {
    services: [...topology.services].map(([name, service]) => ({
      name,
      versions: Object.keys(service.versions),
      start: service.start,
      data: Object.fromEntries(Object.entries(service.data).map(([path, volume]) => [path, topology.nameOf(volume)])),
      domains: namesOf(service.in),
      ...service.origin,
    })),
    ...(topology.site.composed && { composed: topology.site.composed }),
    ...(topology.external.size > 0 && {
      external: [...topology.external].map(([remote, at]) => ({
        name: topology.nameOf(remote),
        ...(at && { url: at.url }),
      })),
    }),
    volumes: [...topology.volumes].map(([name, volume]) => ({ name, domains: namesOf(volume.in) })),
    domains: [...topology.domains].map(([name, { kind }]) => ({ name, kind })),
    links: topology.edges.map(({ name }) => name),
    clients: [...topology.clients].map(([name, { service, carries }]) => ({
      name,
      service: topology.nameOf(service),
      carries,
    })),
    backups: [...topology.backups].map(([name, backup]) => ({
      name,
      of: topology.nameOf(backup.of),
      to: backup.to ? topology.nameOf(backup.to) : '',
      ...(backup.everyMs !== undefined && { every: backup.everyMs }),
      ...(isEngineBackup(backup) && backup.settings !== undefined && { settings: backup.settings }),
    })),
    devices: roster.devices.map(({ name, group, account, memory }) => ({ name, group, account, memory })),
    accounts: roster.accounts,
    steps: steps.map(planned),
    limits: {
      ready: Object.fromEntries([...topology.services].map(([name, { withinMs }]) => [name, withinMs])),
      ...limits,
    },
  }
}
