/** What is judged: the promises that a drill lists, those that every drill is judged by, and what it waives. */

import { ALWAYS, nothingAcknowledgedIsLost, type Claim } from '../judge/promises/index.ts'
import { Failure } from '../kernel/index.ts'
import type { Topology } from '../site/index.ts'
import { checkCollections, demand } from '../steps/demand.ts'
import type { CompiledPromise } from './compiled.ts'
import type { Drill } from './drill.ts'
import { nameOf } from './expectation.ts'

export type JudgedPromise = CompiledPromise & { readonly findings: readonly string[] }

/** What was acknowledged is owned by one of these; with neither listed, by the first. */
const OWNERS = ['nothingAcknowledgedIsLost', 'recoveryPoint']

export function judgedPromises({ promises: listed, waives }: Drill, topology: Topology): readonly JudgedPromise[] {
  const owned = listed.some(({ promise }) => OWNERS.includes(promise))
  const always = [...(owned ? [] : [nothingAcknowledgedIsLost()]), ...ALWAYS.map((promise) => promise())]
  const added = always.filter((claim) => listed.every(({ promise }) => promise !== claim.promise))
  const waived = new Set(waives.map((promise) => nameOf(promise, 'waives')))
  const judged = [...listed, ...added].map((claim) => judgedPromise(claim, listed.includes(claim), waived))
  for (const promise of listed) checkPromise(promise, listed, topology)
  for (const name of waived) {
    const known = judged.map(({ promise }) => promise)
    demand(known.includes(name), 'waives', `promises that are judged here (${known.join(', ')})`, name)
    demand(
      listed.every(({ promise }) => promise !== name),
      'waives',
      'promises that are not listed as well',
      name,
    )
  }
  return judged
}

function judgedPromise(
  { promise, claim, terms, findings }: Claim,
  listed: boolean,
  waived: ReadonlySet<string>,
): JudgedPromise {
  return { promise, claim, terms, findings, listed, waived: waived.has(promise) }
}

function checkPromise({ promise, terms }: Claim, listed: readonly Claim[], topology: Topology): void {
  const { backups, external } = topology
  const same = listed.filter((other) => other.promise === promise)
  demand(same.length === 1, 'promises', 'each promise once', `${promise} ${same.length} times`)
  // Copies of somebody else's service are theirs: what a restore of theirs may lose is promised all the same.
  if (promise === 'recoveryPoint' && backups.size === 0 && external.size === 0) {
    throw new Failure('usage', 'promises: recoveryPoint: expected a backup in site({ backups }), got none')
  }
  if (typeof terms === 'object' && terms !== null && 'order' in terms && Array.isArray(terms.order)) {
    checkCollections(`promises: ${promise}`, terms.order.map(String), topology)
  }
}
