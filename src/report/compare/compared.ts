/** The same arm on several sites, side by side: what must be alike, what differs, and what is compared. */

import type { Counts } from '../../judge/judgement.ts'
import type { Plan, PlannedStep } from '../../ledger/index.ts'
import type { ArmState } from '../report.ts'

/** One arm of one saved run, as far as it is compared. */
export interface Compared {
  readonly drill: string
  readonly title: string
  readonly arm: string
  readonly run: string
  /** Of the run, from where the page is written. */
  readonly folder: string
  readonly seed: number
  readonly state: ArmState
  /** Undefined where the run broke off before it could be judged. */
  readonly verdict?: 'pass' | 'fail' | 'inconclusive'
  readonly expected?: 'pass' | 'fail' | 'inconclusive'
  readonly sentence: string
  /** Undefined without a judgement. */
  readonly outcome?: Outcome
  /** What must be alike. */
  readonly plan: PlanOf
  /** What may differ, by its name: `service sync`, `runtime`, `on (row)`. */
  readonly site: Readonly<Record<string, string>>
}

export interface Outcome {
  readonly acknowledged: number
  readonly fates: Readonly<Record<string, Counts<string>>>
  readonly flags: Readonly<Record<string, Counts<string>>>
  /** Drill ms; by collection. */
  readonly recoveryPoint: Readonly<Record<string, { readonly ms: number; readonly lost: number; readonly of: number }>>
  /** Real ms until all that came back was back; undefined: never. */
  readonly recoveryTime: Readonly<Record<string, { readonly all?: number | undefined }>>
  /** By group of devices, real programs among them; `atLeast` where not every device is in the report. */
  readonly lostBy: Readonly<Record<string, { readonly lost: number; readonly of: number; readonly atLeast: boolean }>>
  readonly edits: { readonly sent: number; readonly refused: number; readonly unanswered: number }
  /** Copies whose jobs claimed success, and how many of them hold all that they should. */
  readonly copies: { readonly claimed: number; readonly whole: number }
  readonly promises: readonly PromiseCompared[]
}

export interface PromiseCompared {
  readonly promise: string
  readonly claim: string
  readonly listed: boolean
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  readonly found: Counts<string>
}

/** The plan without its site: runs of which this is the same can be compared. */
export interface PlanOf {
  readonly seed: number
  readonly collections: readonly string[]
  /** With what they demand: `recoveryPoint {"within":86400000}`. */
  readonly promises: readonly string[]
  /** `phones-1: phones, durable, account 1`. Accounts by their place: each service has its own. */
  readonly devices: readonly string[]
  /** `disaster.1: inject(destroy(san))`, those inside others too. */
  readonly steps: readonly string[]
  /** Of all planned edits, in their order. */
  readonly edits: string
}

/** One arm on its sites, in the order in which they were named. */
export interface Comparison {
  readonly title: string
  readonly columns: readonly Compared[]
  /** What of the site is not the same in all columns: a value for each of them. */
  readonly differs: readonly { readonly name: string; readonly values: readonly string[] }[]
}

/** `A`, `B`, ...; after `Z`, `A2`. */
export const letterOf = (place: number): string =>
  String.fromCodePoint(65 + (place % 26)) + (place < 26 ? '' : String(Math.floor(place / 26) + 1))

export function comparisonOf(title: string, columns: readonly Compared[]): Comparison {
  const names = [...new Set(columns.flatMap(({ site }) => Object.keys(site)))]
  const rows = names.map((name) => ({ name, values: columns.map(({ site }) => site[name] ?? 'none') }))
  return { title, columns, differs: rows.filter(({ values }) => new Set(values).size > 1) }
}

/** Why two of them cannot be compared, in words that name what is not alike; none where they can. */
export function unlike(one: PlanOf, other: PlanOf): readonly string[] {
  const lists = [
    ['collections', one.collections, other.collections],
    ['promises', one.promises, other.promises],
    ['devices', one.devices, other.devices],
    ['steps', one.steps, other.steps],
  ] as const
  const found = [
    ...(one.seed === other.seed ? [] : [`seed: ${one.seed}, and ${other.seed}`]),
    ...lists.flatMap(([what, ours, theirs]) => unlikeIn(what, ours, theirs)),
  ]
  // Whatever else is not alike has other edits too.
  return found.length > 0 || one.edits === other.edits ? found : ['planned edits: not the same ones']
}

function unlikeIn(what: string, ours: readonly string[], theirs: readonly string[]): readonly string[] {
  const place = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) => at).find(
    (at) => ours[at] !== theirs[at],
  )
  return place === undefined ? [] : [`${what}: ${ours[place] ?? 'no more'}, and ${theirs[place] ?? 'no more'}`]
}

/** How a ledger begins. */
interface Planned {
  readonly seed: number
  readonly plan: Plan
  /** SHA-256 of all planned edits, in their order. */
  readonly edits: string
  readonly promises: readonly {
    readonly promise: string
    readonly terms: unknown
    readonly listed?: true
    readonly waived?: true
  }[]
}

export function planOf({ seed, plan, promises, edits }: Planned): PlanOf {
  return {
    seed,
    collections: [...new Set(plan.clients.flatMap(({ carries }) => carries))].toSorted(),
    promises: promises.map(({ promise, terms, listed, waived }) =>
      [promise, JSON.stringify(terms), listed ? 'listed' : 'always', ...(waived ? ['waived'] : [])].join(' '),
    ),
    devices: plan.devices.map(
      ({ name, group, account, memory }) =>
        `${name}: ${group}, ${memory}, account ${plan.accounts.indexOf(account) + 1}`,
    ),
    steps: plan.steps.flatMap(stepLines),
    edits,
  }
}

function stepLines({ id, label, branch, steps = [] }: PlannedStep): readonly string[] {
  return [`${id}: ${label}${branch ? ` (on ${branch})` : ''}`, ...steps.flatMap(stepLines)]
}

/** What runs, by the names that the drill gives it. */
export function siteOf({ services, external = [], volumes, backups, clients }: Plan): Readonly<Record<string, string>> {
  const inDomains = (domains: readonly string[]) => (domains.length > 0 ? `in ${domains.join(', ')}` : 'in no domain')
  return Object.fromEntries([
    ...services.map(({ name, start, versions, domains }) => {
      const others = versions.filter((one) => one !== start)
      const has = others.length > 0 ? ` (also ${others.join(', ')})` : ''
      return [`service ${name}`, `${start}${has}, ${inDomains(domains)}`] as const
    }),
    ...external.map(({ name, url = 'at no known address' }) => [`service ${name}`, `somebody else's, ${url}`] as const),
    ...volumes.map(({ name, domains }) => [`volume ${name}`, inDomains(domains)] as const),
    ...backups.map(({ name, of, to, every }) => {
      const when = every === undefined ? 'by a step' : `every ${every / 3_600_000} h`
      return [`backup ${name}`, `of ${of} to ${to || 'nowhere'}, ${when}`] as const
    }),
    ...clients.map(({ name, service, carries }) => [`client ${name}`, `${carries.join(', ')} on ${service}`] as const),
  ])
}
