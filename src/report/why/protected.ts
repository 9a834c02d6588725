/** What protected an arm: what its plan has otherwise than that of an arm that failed, and what either lost. */

import { LOSSES, type Counts } from '../../judge/judgement.ts'
import { inWords } from '../../kernel/index.ts'
import type { Plan, PlannedStep } from '../../ledger/index.ts'
import type { Plain } from '../../records/index.ts'
import type { ArmReport } from '../report.ts'
import { totalOf } from '../without-bulk.ts'

export interface Planned {
  readonly arm: ArmReport
  /** Undefined where its ledger could not be read: then its row is all that is known. */
  readonly plan: Plan | undefined
}

/**
 * `copies of nightly on vault instead of san: 97 lost, then 0`.
 *
 * Of the arms that failed, held against the one that differs least. Undefined where none failed, this one did not pass,
 * or nothing differs that a plan or a row could show.
 */
export function whatProtected(one: Planned, all: readonly Planned[]): string | undefined {
  if (one.arm.judgement?.verdict !== 'pass') return undefined
  const [nearest] = all
    .filter(({ arm }) => arm.judgement?.verdict === 'fail')
    .map((failed) => ({ failed, differs: differences(failed, one) }))
    .filter(({ differs }) => differs.length > 0)
    .toSorted((a, b) => a.differs.length - b.differs.length)
  if (!nearest) return undefined
  const { failed, differs } = nearest
  return `${differs.join('; ')}: ${countsOf(failed.arm, one.arm)}`
}

/** What the second has otherwise, in words. Whatever the plans do not show is taken from the rows. */
function differences(failed: Planned, passed: Planned): readonly string[] {
  const planned = failed.plan && passed.plan ? plansDiffer(failed.plan, passed.plan) : []
  return planned.length > 0 ? planned : rowsDiffer(failed.arm.row, passed.arm.row)
}

function plansDiffer(failed: Plan, passed: Plan): readonly string[] {
  return [
    ...named(failed.backups, passed.backups, 'copies by').flatMap(({ said, was, is }) =>
      said !== undefined
        ? [said]
        : [
            ...changed(`copies of ${is.name} on`, was.to, is.to),
            ...changed(`copies of ${is.name} every`, everyOf(was.every), everyOf(is.every)),
          ],
    ),
    ...named(failed.services, passed.services, 'service').flatMap(({ said, was, is }) =>
      said !== undefined
        ? [said]
        : [
            ...changed(`${is.name} in`, listOf(was.domains), listOf(is.domains)),
            ...changed(`${is.name} begins with`, was.start, is.start),
            ...changed(`data of ${is.name} on`, listOf(Object.values(was.data)), listOf(Object.values(is.data))),
          ],
    ),
    ...named(failed.volumes, passed.volumes, 'volume').flatMap(({ said, was, is }) =>
      said === undefined ? changed(`${is.name} in`, listOf(was.domains), listOf(is.domains)) : [said],
    ),
    ...devicesDiffer(failed, passed),
    ...stepsDiffer(failed.steps, passed.steps),
  ]
}

function devicesDiffer(failed: Plan, passed: Plan): readonly string[] {
  const memory = ({ devices }: Plan) =>
    [...Map.groupBy(devices, ({ group }) => group)].map(([name, own]) => ({
      name,
      kinds: listOf([...new Set(own.map((device) => device.memory))]),
      count: own.length,
    }))
  return named(memory(failed), memory(passed), 'devices').flatMap(({ said, was, is }) =>
    said === undefined
      ? [
          ...changed(`${is.name} with`, `${was.kinds} memory`, `${is.kinds} memory`),
          ...changed(is.name, String(was.count), String(is.count)),
        ]
      : [said],
  )
}

/** Steps by their labels, wherever they stand; what stands inside one that only one of them has is not told again. */
function stepsDiffer(failed: readonly PlannedStep[], passed: readonly PlannedStep[]): readonly string[] {
  const without = labels(failed)
  const added = onlyIn(passed, without).map((label) => `with ${label}`)
  const left = onlyIn(failed, labels(passed)).map((label) => `without ${label}`)
  const isShort = added.length + left.length <= 4
  return isShort ? [...added, ...left] : [...added.slice(0, 2), ...left.slice(0, 2), 'other steps too']
}

function onlyIn(steps: readonly PlannedStep[], other: readonly string[]): readonly string[] {
  return steps.flatMap(({ label, steps: inner = [] }) => (other.includes(label) ? onlyIn(inner, other) : [label]))
}

const labels = (steps: readonly PlannedStep[]): readonly string[] =>
  steps.flatMap(({ label, steps: inner = [] }) => [label, ...labels(inner)])

function rowsDiffer(failed: ArmReport['row'], passed: ArmReport['row']): readonly string[] {
  return [...new Set([...Object.keys(failed), ...Object.keys(passed)])].flatMap((column) => {
    const [was, is] = [failed[column], passed[column]]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    if (!Array.isArray(was) || !Array.isArray(is)) return [`${column}: ${shown(is)} instead of ${shown(was)}`]
    const [gone, come] = [was.filter((one) => !is.includes(one)), is.filter((one) => !was.includes(one))]
    return [
      ...(gone.length > 0 ? [`without ${gone.map(quoted).join(', ')} (${column})`] : []),
      ...(come.length > 0 ? [`with ${come.map(quoted).join(', ')} (${column})`] : []),
    ]
  })
}

interface Pair<T> {
  readonly said?: string
  readonly was: T
  readonly is: T
}

/** Things of one name in both; or a word on what only one of them has. */
function named<T extends { readonly name: string }>(
  failed: readonly T[],
  passed: readonly T[],
  kind: string,
): readonly Pair<T>[] {
  const gone = failed.filter(({ name }) => !passed.some((one) => one.name === name))
  return [
    ...passed.map((is): Pair<T> => {
      const was = failed.find(({ name }) => name === is.name)
      return was ? { was, is } : { said: `with ${kind} ${is.name}`, was: is, is }
    }),
    ...gone.map((was): Pair<T> => ({ said: `without ${kind} ${was.name}`, was, is: was })),
  ]
}

const changed = (what: string, was: string, is: string): readonly string[] =>
  was === is ? [] : [`${what} ${is} instead of ${was}`]

const listOf = (all: readonly string[]): string => all.join(' and ') || 'none'
const everyOf = (ms: number | undefined): string => (ms === undefined ? 'no schedule' : inWords(ms))
const quoted = (value: Plain): string => `“${shown(value)}”`
const shown = (value: Plain | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value)

/** `97 lost, then 0`; where nothing was lost, what else broke a promise: `30 duplicated, then 0`. */
function countsOf(failed: ArmReport, passed: ArmReport): string {
  if (lost(failed) > 0) return `${lost(failed)} lost, then ${lost(passed)}`
  const found = broken(failed)
  const before = Object.entries(found).map(([kind, count = 0]) => `${count} ${kind}`)
  return `${before.join(', ') || 'a failed promise'}, then ${totalOf(broken(passed))}`
}

function lost({ judgement }: ArmReport): number {
  const fates: Counts<string> = judgement?.fates ?? {}
  return LOSSES.reduce((sum, fate) => sum + (fates[fate] ?? 0), 0)
}

function broken({ judgement }: ArmReport): Counts<string> {
  const all = (judgement?.promises ?? []).filter(({ verdict, waived }) => verdict === 'fail' && !waived)
  const found: Record<string, number> = {}
  for (const [kind, count = 0] of all.flatMap((one) => Object.entries(one.found)))
    found[kind] = (found[kind] ?? 0) + count
  return found
}
