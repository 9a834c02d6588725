/** What the judge says of one arm: plain values, ready to be rendered, compared or judged again. */

import type { Announced, WorkAct } from '../ledger/entries.ts'
import type { CollectionName } from '../records/index.ts'
import type { Cause } from './causes/cause.ts'
import type { Doubt } from './doubts/doubt.ts'
import type { Fate, Flag, Newer, Verdict } from './kinds.ts'

export { FATES, FLAGS, LOSSES, type Fate, type Flag, type Loss, type Newer, type Verdict } from './kinds.ts'

/** One reason against one promise, with the ledger lines that show it (`at` of entries). */
export interface Finding {
  readonly promise: string
  readonly finding: string
  /** One sentence for people. */
  readonly because: string
  readonly lines: readonly number[]
  readonly collection?: CollectionName
  readonly record?: string
  readonly account?: string
  readonly device?: string
  /** The act in which what is missing was acknowledged; undefined for fresh edits and for findings without a record. */
  readonly acknowledged?: WorkAct
  readonly cause?: Cause
  /** Fresh edits of quiesce and pre-existing records are not counted in shares. */
  readonly uncounted?: true
}

export interface PromiseResult {
  readonly promise: string
  readonly claim: string
  readonly verdict: Verdict
  readonly listed: boolean
  readonly waived: boolean
  /** How many records, views or copies it was asked about; none is `inconclusive`. */
  readonly evaluated: number
  readonly findings: readonly Finding[]
  /** What makes it inconclusive. */
  readonly unproven?: string
}

/** The life of one record, in the order of the ledger. */
export interface RecordLife {
  readonly collection: CollectionName
  readonly record: string
  readonly account: string
  readonly fate: Fate
  readonly flags: readonly Flag[]
  readonly writtenBy: readonly string[]
  readonly acknowledgedAt?: number
  readonly acknowledgedIn?: WorkAct
  readonly lastSeen?: { readonly at: number; readonly party: string }
  readonly cause?: Cause
  readonly because: string
  readonly lines: readonly number[]
}

export type Counts<K extends string> = Readonly<Partial<Record<K, number>>>

export interface Control {
  /** Mutations of this run's own ledger that were judged; each must be named. */
  readonly mutants: readonly {
    readonly mutant: string
    readonly record?: string
    readonly state: 'named' | 'missed' | 'not applicable'
    readonly because: string
  }[]
}

/** One copy, as a restore into a clean room found it. */
export interface CopyJudged {
  readonly copy: string
  readonly backup: string
  readonly volume: string
  /** `withdrawn`: somebody looked before it was needed, and took the claim back. */
  readonly claimed: 'ok' | 'failed' | 'withdrawn'
  readonly restorable: boolean
  readonly complete: boolean
  /** Drill milliseconds between it and the strike; undefined for a copy taken afterwards. */
  readonly ageMs?: number
  /** At most as old, at the strike, as its schedule allows; undefined without a schedule. */
  readonly fresh?: boolean
  readonly found: string
  readonly because?: string
}

/**
 * A service that ended although nobody had asked it to, that its supervisor started again, or that does not run at the
 * end.
 */
export interface ServiceJudged {
  readonly service: string
  /** Each end that nobody asked for, oldest first. */
  readonly ends: readonly {
    readonly at: number
    readonly ms: number
    readonly because: string
    /** The last lines of its log, at most ten. */
    readonly tail: readonly string[]
    /** It was being started, and did not come up. */
    readonly isStart?: true
  }[]
  /** How often its supervisor did. */
  readonly startedAgain: number
  /** Why its supervisor starts it no more. */
  readonly gaveUp?: string
  /** When the audit began, or the run was broken off. */
  readonly atEnd: 'running' | 'paused' | 'not running'
}

/** A step that failed, whether or not the drill allows that. */
export interface StepJudged {
  readonly step: string
  readonly label: string
  readonly mayFail: boolean
  readonly command?: readonly string[]
  readonly because: string
  readonly tail: readonly string[]
}

/** What came of all edits that were sent, fresh ones aside; each is counted once. */
export interface EditsJudged {
  readonly sent: number
  readonly acked: number
  readonly refused: number
  readonly unanswered: number
}

export interface GateJudged {
  readonly step: string
  readonly question: string
  readonly answer: 'go' | 'stop'
  readonly because: string
}

/** What users were told, against the ledger. */
export interface AnnouncementJudged {
  readonly step: string
  readonly at: number
  readonly ms: number
  readonly words: string
  readonly claims: Announced
  readonly cites?: string
  /** `open`: the run cannot say. */
  readonly state: 'true' | 'wrong' | 'open'
  readonly because: string
  readonly lines: readonly number[]
  /** `wrong`: for how many real milliseconds users were told so, and what ended it. */
  readonly wrongForMs?: number
  readonly until?: 'it came true' | 'it was corrected' | 'the run ended'
}

export interface DecisionJudged {
  readonly before: string
  /** `go on`, `stop`, or the step that was added: `rollBack(sync)`. */
  readonly decision: string
  readonly by: string
  readonly time: string
}

/** Whether the plan had been rehearsed before, and what was decided if this is a rehearsal. */
export interface RehearsalJudged {
  /** Of the last rehearsal of this very plan before this run, and how it ended; undefined where there was none. */
  readonly before?: { readonly started: string; readonly how: string }
  readonly decisions: readonly DecisionJudged[]
}

/** What somebody else was to carry out, who replied, and what. */
export interface AskJudged {
  readonly step: string
  readonly what: string
  readonly who?: string
  /** `none`: nobody did in time, or could be asked. */
  readonly reply: 'done' | 'declined' | 'none'
  readonly words: string
  /** A user's name, a command, or where a webhook is. */
  readonly by: string
  readonly through: 'terminal' | 'command' | 'webhook'
  /** Of the reply: wall time as ISO text. */
  readonly time: string
  /** Real milliseconds between question and reply. */
  readonly tookMs: number
}

export interface RestoreJudged {
  readonly step: string
  readonly from: 'copy' | 'edge' | 'salvage'
  readonly copy?: string
  readonly state: 'refused' | 'restored'
  readonly because?: string
}

export interface Metrics {
  /** Greatest age of an acknowledged loss at the strike, in drill ms, with count and fraction; per collection. */
  readonly recoveryPoint: Readonly<
    Record<
      CollectionName,
      {
        readonly ms: number
        readonly lost: number
        readonly of: number
      }
    >
  >
  readonly cut: 'none lost' | 'clean' | 'holes' | 'unknown'
  /** Real ms from the strike until half, 95 % and all that is owed was back and stayed; undefined: never. */
  readonly recoveryTime: Readonly<
    Record<
      CollectionName,
      {
        readonly half?: number
        readonly most?: number
        readonly all?: number
      }
    >
  >
  readonly restoreOrder: readonly {
    readonly collection: CollectionName
    readonly startMs: number
    readonly endMs: number
  }[]
  /** What became of what was acknowledged and newer than the copy that was restored. */
  readonly newerThanCopy: Counts<Newer>
  readonly blastRadius: { readonly devices: number; readonly withLoss: number; readonly withTotalLoss: number }
  /** Fewest failure domains whose loss destroyed every copy, at the strike. */
  readonly minimumCut: Readonly<Record<CollectionName, number>>
}

export interface Judgement {
  readonly verdict: Verdict
  /** Why `inconclusive`; also filled beside `fail`, so that nothing is hidden. */
  readonly doubts: readonly Doubt[]
  /** Without its verdict: `143 of 600 acknowledged records are unrecoverable, photos worst, taken by power cycle`. */
  readonly sentence: string
  readonly chain: { readonly state: 'whole' | 'torn' | 'broken'; readonly line?: number; readonly because?: string }
  /** Fresh edits of quiesce aside. */
  readonly acknowledged: number
  readonly fates: Counts<Fate>
  readonly flags: Counts<Flag>
  readonly fatesByCollection: Readonly<Record<CollectionName, Counts<Fate>>>
  readonly fatesByDevice: Readonly<Record<string, Counts<Fate>>>
  readonly flagsByCollection: Readonly<Record<CollectionName, Counts<Flag>>>
  readonly promises: readonly PromiseResult[]
  readonly witnesses: readonly {
    readonly injury: string
    readonly name: string
    readonly step: string
    readonly saw: 'effect' | 'nothing'
    readonly what: string
  }[]
  readonly backups: readonly CopyJudged[]
  /** Attempts to bring something back, in order: what was refused, and why, and what was restored. */
  readonly restores: readonly RestoreJudged[]
  readonly edits: EditsJudged
  /** Those that something is to be said of. */
  readonly services: readonly ServiceJudged[]
  readonly failedSteps: readonly StepJudged[]
  /** Services that a step upgraded, rolled back or replaced: what such a step leaves behind depends on the runtime. */
  readonly hasRenewed?: true
  /** An upgrade was carried out to its end. */
  readonly hasUpgraded?: true
  /** What was asked on the way, and what was answered. */
  readonly gates: readonly GateJudged[]
  /** What users were told, in order; none where nothing was announced. */
  readonly announcements?: readonly AnnouncementJudged[]
  /** Real milliseconds from the strike until something true was announced. */
  readonly timeToTruthMs?: number
  /** Of a rehearsal, of a plan that had one, and of a plan that brings something back. */
  readonly rehearsal?: RehearsalJudged
  /** Steps that somebody else was to carry out. */
  readonly asks: readonly AskJudged[]
  /** Where each record that had been gone came back from, by its name. */
  readonly origins: Readonly<Record<string, string>>
  readonly control: Control
  readonly metrics: Metrics
  /** At most ten, worst first. */
  readonly worst: readonly RecordLife[]
  readonly expectation: {
    readonly state: 'as expected' | 'not as expected'
    readonly expected: string
    readonly mismatches: readonly string[]
  }
}
