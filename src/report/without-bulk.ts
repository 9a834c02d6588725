/** A judgement short enough to be read: the ledger keeps every line, a report keeps the worst and says how many. */

import type { Counts, Finding, Judgement, PromiseResult } from '../judge/judgement.ts'

export interface PromiseSummary extends Omit<PromiseResult, 'findings'> {
  /** How many of each kind there are in all. */
  readonly found: Counts<string>
  /** The first of them. */
  readonly findings: readonly Finding[]
}

export interface JudgementSummary extends Omit<Judgement, 'promises' | 'origins'> {
  /** How many records came back from where. */
  readonly recoveredFrom: Counts<string>
  readonly promises: readonly PromiseSummary[]
  /** How many devices `fatesByDevice` leaves out, none of which lost more than those that it names. */
  readonly otherDevices: number
}

const FINDINGS = 20
const LINES = 20
const DEVICES = 100

/** What is not a loss and needs no explanation. */
const KEPT: ReadonlySet<string> = new Set(['durable', 'recovered'])

export function withoutBulk({ origins, ...judgement }: Judgement): JudgementSummary {
  const recoveredFrom = Object.fromEntries(
    [...Map.groupBy(Object.values(origins), placeOf)].map(([origin, all]) => [origin, all.length]),
  )
  const devices = Object.entries(judgement.fatesByDevice)
  const worstFirst = devices.toSorted(([, one], [, other]) => lostIn(other) - lostIn(one))
  return {
    ...judgement,
    recoveredFrom,
    promises: judgement.promises.map(summaryOf),
    worst: judgement.worst.map((life) => ({ ...life, lines: life.lines.slice(0, LINES) })),
    fatesByDevice: Object.fromEntries(worstFirst.slice(0, DEVICES)),
    otherDevices: Math.max(0, devices.length - DEVICES),
  }
}

/** Devices are many; which one is in the arm's own result, and in the life of the record. */
function placeOf(origin: string): string {
  return /^copy |^salvaged pages$|^the service itself$/.test(origin) ? origin : 'devices'
}

/** How many records of these had a fate that somebody must explain. */
export function lostIn(fates: Counts<string>): number {
  return Object.entries(fates).reduce((sum, [fate, count = 0]) => sum + (KEPT.has(fate) ? 0 : count), 0)
}

export function totalOf(counts: Counts<string>): number {
  return Object.values(counts).reduce<number>((sum, count = 0) => sum + count, 0)
}

function summaryOf({ findings, ...promise }: PromiseResult): PromiseSummary {
  const found: Record<string, number> = {}
  for (const { finding } of findings) found[finding] = (found[finding] ?? 0) + 1
  const first = findings.slice(0, FINDINGS).map((finding) => ({ ...finding, lines: finding.lines.slice(0, LINES) }))
  return { ...promise, found, findings: first }
}

/** Names of collections, in the order of the first of these that has them. */
export function namesIn(...counts: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(counts.flatMap((one) => Object.keys(one)))]
}
