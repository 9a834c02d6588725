/** What a run cost the machine: the services first, the heaviest of them on top, then the harness itself. */

import { inWords } from '../kernel/index.ts'
import type { ArmReport } from './report.ts'

type Costly = Pick<ArmReport, 'usage'>

export function usedBy(arm: Costly): readonly string[] {
  return costsOf(arm).map(({ name, cpu, mb }) => `${name}: at least ${cpu} of processor time, up to ${mb} MB of memory`)
}

/** Where there is little room: `sync 2.6s, 136 MB`. */
export function usedInShort(arm: Costly): readonly string[] {
  return costsOf(arm).map(({ name, cpu, mb }) => `${name} ${cpu}, ${mb} MB`)
}

function costsOf({ usage }: Costly) {
  if (!usage) return []
  const services = Object.entries(usage.services).toSorted(([, a], [, b]) => b.cpuMs - a.cpuMs)
  return [...services, ['syncdrill itself', usage.harness] as const].map(([name, { cpuMs, memoryBytes }]) => ({
    name,
    cpu: inWords(cpuMs),
    mb: Math.round(memoryBytes / 1e6),
  }))
}
