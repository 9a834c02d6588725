/** What a run cost the machine: the services first, the heaviest of them on top, then the harness itself. */

import { inWords } from '../kernel/index.ts'
import type { Usage } from '../runtime/index.ts'
import type { ArmReport } from './report.ts'

export function usedBy({ usage }: Pick<ArmReport, 'usage'>): readonly string[] {
  if (!usage) return []
  const services = Object.entries(usage.services).toSorted(([, a], [, b]) => b.cpuMs - a.cpuMs)
  return [...services, ['syncdrill itself', usage.harness] as const].map(([name, of]) => `${name}: ${inTotal(of)}`)
}

function inTotal({ cpuMs, memoryBytes }: Usage): string {
  return `at least ${inWords(cpuMs)} of processor time, up to ${Math.round(memoryBytes / 1e6)} MB of memory seen`
}
