/**
 * What a ledger comes to: one fold, plain values, read by the judge, the page, the progress and the checks on the way.
 * Records, versions and reads are kept as numbers; whoever looks at one record gets it with its names.
 */

import type { Act, Ending, ExpectationEntry, Exit, Holder, Party, Plan, Unlike } from '../ledger/entries.ts'
import type { Plain, Policies, RecordClass } from '../records/index.ts'
import type { Moment } from './moment.ts'
import { Holdings } from './holdings.ts'
import { Names } from './names.ts'
import { Records } from './records.ts'
import { Rows } from './rows.ts'
import { Showings } from './showings.ts'
import { Variants } from './variants.ts'
import { Versions } from './versions.ts'
import { Answers } from './answers.ts'

export type ViewState = 'complete' | 'unreadable' | 'gone'

/** One read, without its rows. */
export interface View {
  readonly at: number
  readonly ms: number
  readonly party: Party
  readonly scope: 'full' | 'delta'
  readonly when: 'adopt' | 'sync' | 'read back' | 'after step' | 'gate' | 'quiesce' | 'final'
  /** Classes that it does not cover. */
  readonly unread: ReadonlySet<RecordClass>
  readonly state: ViewState
  readonly because: string | undefined
}

/** A read of the server, of one account: the authority. `open` is one that was never closed: it counts for nothing. */
export interface Look {
  readonly at: number
  readonly ms: number
  readonly when: View['when']
  unread: ReadonlySet<RecordClass>
  state: ViewState | 'open'
}

export interface AccountHistory {
  readonly name: string
  readonly looks: Look[]
  /** Records with an acknowledged version that nobody deleted, as far as the ledger has got. */
  live: number
}

export interface InjuryHistory {
  readonly id: string
  readonly name: string
  readonly step: string
  readonly kind: 'fault' | 'damage'
  /** Names of what it was done to. */
  readonly on: readonly string[]
  readonly from: number
  until: number
  injectedAt: number | undefined
  took: readonly Holder[]
  failed: string | undefined
  residue: string | undefined
  witness: { readonly saw: 'effect' | 'nothing'; readonly what: string; readonly at: number } | undefined
}

export interface StepHistory {
  /** Its id in the plan: `disaster.2`. */
  readonly step: string
  readonly name: string
  readonly label: string
  /** Data may be taken away by it. */
  readonly takes: boolean
  readonly from: number
  until: number
  state: 'going on' | 'end' | 'skipped' | 'refused' | 'failed'
  because: string | undefined
  command: readonly string[] | undefined
  exit: Exit | undefined
  tail: readonly string[] | undefined
  mayFail: boolean
}

export interface ServiceEvent {
  readonly at: number
  readonly ms: number
  readonly service: string
  readonly state: 'started' | 'stopped' | 'killed' | 'paused' | 'resumed' | 'replaced' | 'failed'
  readonly because: string | undefined
  readonly exit: Exit | undefined
  readonly tail: readonly string[]
}

export interface CopyHistory {
  readonly copy: string
  readonly backup: string
  readonly volume: string
  readonly at: number
  /** When it was claimed, in drill time. */
  readonly drillMs: number
  readonly begunAt: number
  claimed: 'ok' | 'failed' | 'withdrawn'
  /** By its own job, to keep only so many. */
  deleted: boolean
  found: string | undefined
  because: string | undefined
}

/** What a service said that it ran, before or after a step. */
export interface Build {
  readonly at: number
  readonly step: string
  readonly service: string
  readonly when: 'before' | 'after'
  readonly told: string | undefined
}

export interface RestoreMark {
  readonly at: number
  readonly ms: number
  readonly from: 'copy' | 'edge' | 'salvage'
  readonly state: 'begin' | 'refused' | 'validated' | 'opened' | 'end'
  readonly class: RecordClass | undefined
  readonly accounts: readonly string[] | undefined
  readonly step: string
  readonly copy: string | undefined
  readonly because: string | undefined
}

export interface DoorMark {
  readonly at: number
  readonly ms: number
  readonly classes: readonly RecordClass[]
  readonly state: 'closed' | 'validated' | 'opened'
}

export interface Promised {
  readonly promise: string
  readonly claim: string
  readonly listed: boolean
  readonly terms: Plain
  readonly waived: boolean
}

/** A row of one account that was shown to another. */
export interface Leak {
  readonly record: number
  readonly account: string
  readonly party: Party
  readonly at: number
}

/** A complete full view that showed nothing, though its account had acknowledged records that nobody had deleted. */
export interface EmptyView {
  readonly at: number
  readonly party: Party
  readonly when: View['when']
  /** How many records there were. */
  readonly live: number
}

export interface MissedMoment {
  readonly at: number
  readonly step: string
  readonly service: string
  readonly milestone: string
}

export interface GateAnswer {
  readonly step: string
  readonly question: string
  readonly answer: 'go' | 'stop'
  readonly because: string
}

/** The first time that devices were shown a class after a door had been closed on it. */
export interface Serving {
  readonly class: RecordClass
  readonly closedAt: number
  shownAt: number | undefined
}

export class History {
  plan: Plan | undefined
  readonly policies: Partial<Record<RecordClass, Policies[RecordClass]>> = {}
  readonly promised: Promised[] = []
  expectation: ExpectationEntry = { verdict: 'pass' }

  readonly accounts: AccountHistory[] = []
  readonly accountNames = new Names()
  readonly versions = new Versions()
  readonly records = new Records()
  readonly showings = new Showings(this.records)
  readonly variants = new Variants()
  readonly holdings = new Holdings()
  readonly answers = new Answers()

  /** Reads of the end, of gates and of copies, whose rows are kept. */
  readonly views: View[] = []
  readonly rows = new Rows(this.records)
  /** What accounts held before the drill began: rows by view, kept whole. */
  readonly adopted: { readonly view: View; readonly variants: readonly number[] }[] = []
  readonly readBacks: View[] = []
  readonly leaks: Leak[] = []
  readonly emptyViews: EmptyView[] = []
  readonly traces = new Set<string>()

  readonly injuries: InjuryHistory[] = []
  readonly steps: StepHistory[] = []
  readonly services: ServiceEvent[] = []
  readonly builds: Build[] = []
  readonly gates: GateAnswer[] = []
  readonly missedMoments: MissedMoment[] = []
  readonly deviceLosses: { readonly device: string; readonly at: number }[] = []
  readonly copies: CopyHistory[] = []
  /** Where the newest copy was begun: it gets its name only when it is claimed. */
  copyBegunAt = 0
  readonly restores: RestoreMark[] = []
  readonly replaced: { readonly at: number; readonly what: string; readonly kind: 'volume' | 'service' }[] = []
  readonly doors: DoorMark[] = []
  readonly servings: Serving[] = []

  strike: Moment | undefined
  /** The step that struck, by its id. */
  strikeStep: string | undefined
  readonly phases = new Map<string, { begin: number; end: number }>()
  quiesced:
    | {
        readonly at: number
        readonly state: 'quiet' | 'timed out'
        readonly because: string | undefined
        readonly unlike: readonly Unlike[]
      }
    | undefined
  end: { readonly at: number; readonly state: Ending['state']; readonly because: string | undefined } | undefined

  account(name: string): AccountHistory {
    const number = this.accountNames.of(name)
    return (this.accounts[number] ??= { name, looks: [], live: 0 })
  }

  /** By number, as `Records` has it. */
  accountAt(number: number): AccountHistory | undefined {
    return this.accounts[number]
  }

  actOf(at: number): Act | undefined {
    for (const act of ['before', 'disaster', 'recovery'] as const) {
      const phase = this.phases.get(act)
      if (phase && at >= phase.begin && at <= phase.end) return act
    }
    return undefined
  }
}
