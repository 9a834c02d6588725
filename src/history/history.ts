/**
 * What a ledger comes to: one fold, plain values, read by the judge, the page, the progress and the checks on the way.
 * Records, versions and reads are kept as numbers; whoever looks at one record gets it with its names.
 */

import type { Ending, ExpectationEntry, Heading, Party, Phase, Plan, Unlike, WorkAct } from '../ledger/entries.ts'
import type { Policies, CollectionName } from '../records/index.ts'
import type { Moment, Stamp } from './moment.ts'
import { Holdings } from './holdings.ts'
import { Names } from './names.ts'
import { Records } from './records.ts'
import { LiveRecords } from './live-records.ts'
import { Rows } from './rows.ts'
import { Showings } from './showings.ts'
import { Variants } from './variants.ts'
import type {
  Announcement,
  AskHistory,
  Build,
  CopyHistory,
  CopyMark,
  DecisionHistory,
  DoorMark,
  GateAnswer,
  InjuryHistory,
  MissedMoment,
  PhaseHistory,
  Promised,
  RestoreMark,
  ServiceEvent,
  Serving,
  SilenceHistory,
  StepHistory,
} from './run/events.ts'
import { Versions } from './versions.ts'
import { Answers, EditCounts, Ids } from './answers.ts'

export type ViewState = 'complete' | 'unreadable' | 'gone'

/** One read, without its rows. */
export interface View {
  readonly at: number
  readonly ms: number
  readonly party: Party
  readonly scope: 'full' | 'delta'
  readonly when: 'adopt' | 'sync' | 'read back' | 'after step' | 'gate' | 'quiesce' | 'final'
  /** Collections that it does not cover. */
  readonly unread: ReadonlySet<CollectionName>
  readonly state: ViewState
  readonly because: string | undefined
}

/** A read of the server, of one account: the authority. `open` is one that was never closed: it counts for nothing. */
export interface Look {
  readonly at: number
  readonly ms: number
  readonly when: View['when']
  unread: ReadonlySet<CollectionName>
  state: ViewState | 'open'
  /** How many it showed. */
  rows: number
}

export interface AccountHistory {
  readonly name: string
  readonly looks: Look[]
  /** Records with an acknowledged version that nobody deleted, as far as the ledger has got. */
  readonly live: LiveRecords
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

export class History {
  /** What was run, and from which drill. */
  run: Extract<Heading, { readonly is: 'run' }> | undefined
  plan: Plan | undefined
  readonly policies: Record<CollectionName, Policies[CollectionName]> = {}
  readonly promised: Promised[] = []
  expectation: ExpectationEntry | undefined

  readonly accounts: AccountHistory[] = []
  readonly accountNames = new Names()
  readonly versions = new Versions()
  readonly records = new Records()
  readonly showings = new Showings(this.records)
  readonly variants = new Variants()
  readonly holdings = new Holdings(this.versions)
  /** Of the act `before`. */
  readonly ids = new Ids()
  readonly answers = new Answers()
  readonly edits = new EditCounts()

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
  readonly silences: SilenceHistory[] = []
  /** What services said in their logs that somebody listens for. */
  readonly milestones: (Stamp & { readonly service: string; readonly milestone: string })[] = []
  readonly builds: Build[] = []
  readonly gates: GateAnswer[] = []
  readonly announcements: Announcement[] = []
  readonly asks: AskHistory[] = []
  readonly decisions: DecisionHistory[] = []
  readonly missedMoments: MissedMoment[] = []
  readonly deviceLosses: { readonly device: string; readonly at: number }[] = []
  readonly copies: CopyHistory[] = []
  readonly copyMarks: CopyMark[] = []
  /** Where the newest copy was begun: it gets its name only when it is claimed. */
  copyBegunAt = 0
  readonly restores: RestoreMark[] = []
  readonly replaced: { readonly at: number; readonly what: string; readonly kind: 'volume' | 'service' }[] = []
  readonly doors: DoorMark[] = []
  readonly servings: Serving[] = []

  strike: Moment | undefined
  /** The step that struck, by its id. */
  strikeStep: string | undefined
  /** In the order in which they began. */
  readonly phases = new Map<Phase, PhaseHistory>()
  /** Where the audit ended, or the run was broken off: all that follows is how it was taken down. */
  playedUntil = Infinity
  quiesced:
    | {
        readonly at: number
        readonly state: 'quiet' | 'timed out'
        readonly because: string | undefined
        readonly unlike: readonly Unlike[]
      }
    | undefined
  end: { readonly at: number; readonly state: Ending['state']; readonly because: string | undefined } | undefined
  /** How far the ledger has been read. */
  latest: Stamp = { at: -1, ms: 0, drillMs: 0 }
  /** What the run waits for at the moment, where that takes long. */
  aloud: { readonly at: number; readonly text: string } | undefined

  /** The version that a row names, whatever else it shows; 0 for none. */
  versionIn(content: number): number {
    return content > 0 ? content : this.versions.ofToken(this.variants.get(content).row.version)
  }

  account(name: string): AccountHistory {
    const number = this.accountNames.of(name)
    return (this.accounts[number] ??= { name, looks: [], live: new LiveRecords() })
  }

  /** By number, as `Records` has it. */
  accountAt(number: number): AccountHistory | undefined {
    return this.accounts[number]
  }

  /** It was there before the drill, and nobody has sent an edit of it since. */
  isUntouched(record: number): boolean {
    const { records, versions } = this
    const first = records.first.get(record)
    if (first === 0 || !versions.isAdopted(first)) return false
    for (let place = versions.next.get(first); place !== 0; place = versions.next.get(place))
      if (versions.sent.get(place) !== 0) return false
    return true
  }

  actOf(at: number): WorkAct | undefined {
    for (const act of ['before', 'disaster', 'recovery'] as const) {
      const phase = this.phases.get(act)
      if (phase && at >= phase.begin && at <= phase.end) return act
    }
    return undefined
  }
}
