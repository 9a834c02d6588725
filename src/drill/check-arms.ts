/** What is wrong with the table of arms, and with what its rows expect, before anything starts. */

import type { CompiledPromise } from './compiled.ts'
import type { Drill, Row } from './drill.ts'
import { Failure } from '../kernel/index.ts'
import type { BreachEntry, ExpectationEntry } from '../ledger/index.ts'
import { isPlain, type Plain } from '../records/index.ts'
import type { Topology } from '../site/index.ts'
import { checkCollections, demand } from '../steps/demand.ts'
import { everyStep, type Numbered } from './tree.ts'

/** All rows have the same columns, of plain values, and the verdict that is expected. */
export function checkArms({ title, story, arms, promises }: Drill): void {
  demand(title.trim() !== '', 'title', 'a few words', "''")
  demand(story.trim() !== '', 'story', 'a sentence', "''")
  demand(promises.length > 0, 'promises', 'at least one promise', 'none')
  const rows = Object.entries(arms)
  const [first] = rows
  if (!first) throw new Failure('usage', 'arms: expected at least one row, got none')
  const columns = columnsOf(first[1])
  for (const [name, row] of rows) {
    demand(isExpectation(row.expect), `arms: '${name}': expect`, 'passes, fails(...) or inconclusive(...)', row.expect)
    const own = columnsOf(row)
    const same = own.join() === columns.join()
    demand(same, `arms: '${name}'`, `the columns of '${first[0]}' (${columns.join(', ')})`, `(${own.join(', ')})`)
    for (const [column, value] of Object.entries(rowOf(row))) {
      demand(
        isPlain(value),
        `arms: '${name}': ${column}`,
        'a plain value: text, number, yes or no, or a list',
        typeof value,
      )
    }
  }
}

/** The row without its expectation: what differs. */
export function rowOf(row: Row): Readonly<Record<string, Plain>> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'expect'))
}

/** A breach must name what is judged here, and what can have caused it. */
export function checkExpectation(
  { breaches }: ExpectationEntry,
  promises: readonly (CompiledPromise & { readonly findings: readonly string[] })[],
  steps: readonly Numbered[],
  topology: Topology,
): void {
  if (breaches === undefined) return
  const isBroken = breaches.some(({ optional, refused }) => !optional && !refused)
  demand(isBroken, 'expect: fails', 'at least one breaks(...)', 'none')
  const causes = new Set(everyStep(steps).flatMap(causesIn))
  for (const breach of breaches) {
    const judged = promises.find(({ promise }) => promise === breach.promise)
    const known = promises.map(({ promise }) => promise).join(', ')
    if (!judged)
      throw new Failure('usage', `expect: expected a promise of this drill (${known}), got ${breach.promise}`)
    checkBreach(breach, judged, { causes, topology })
  }
}

function checkBreach(
  { promise, findings, share, collections, by }: BreachEntry,
  judged: CompiledPromise & { readonly findings: readonly string[] },
  { causes, topology }: { readonly causes: ReadonlySet<string>; readonly topology: Topology },
): void {
  const field = `expect: ${promise}`
  demand(!judged.waived, field, 'a promise that is judged', 'one that the drill waives')
  demand(findings?.length !== 0, field, `some of ${judged.findings.join(', ')}`, 'none')
  const unknown = findings?.find((finding) => !judged.findings.includes(finding))
  demand(unknown === undefined, field, `some of ${judged.findings.join(', ')}`, unknown)
  if (share) demand(share[0] <= share[1], `${field}: share`, 'the smaller share first', `${share[0]} and ${share[1]}`)
  checkCollections(`${field}: collections`, collections, topology)
  if (by === undefined) return
  const known = [...causes].join(', ') || 'none'
  demand(causes.has(by), `${field}: by`, `an injury of this arm, or a step that can take data away (${known})`, by)
}

/** What can be blamed: injuries, and steps that may themselves take data away. */
function causesIn({ step: { name, takes, injury } }: Numbered): readonly string[] {
  return [...(takes ? [name] : []), ...(injury ? [injury.name] : [])]
}

function columnsOf(row: Row): readonly string[] {
  return Object.keys(row)
    .filter((column) => column !== 'expect')
    .toSorted()
}

function isExpectation(candidate: unknown): candidate is ExpectationEntry {
  return typeof candidate === 'object' && candidate !== null && 'verdict' in candidate
}
