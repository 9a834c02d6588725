/** What a ledger comes to before it is judged: writes by record, reads, injuries, copies. One pass, plain values. */

import type { Act, Ending, ExpectationEntry, Holder, Party, Plan, RowEntry } from '../ledger/entries.ts'
import type { GateJudged } from './judgement.ts'
import type { Plain, Policies, RecordClass, Token, VersionVector } from '../records/index.ts'

export interface Moment {
  readonly at: number
  readonly ms: number
  readonly drillMs: number
  readonly act: Act | undefined
}

export interface Write {
  readonly op: string
  readonly at: number
  readonly device: string
  readonly account: string
  readonly class: RecordClass
  readonly record: string
  readonly change: 'put' | 'delete'
  readonly token: Token
  readonly saw: VersionVector
  readonly basedOn: readonly Token[]
  readonly hash: string | undefined
  readonly fields: Readonly<Record<string, string>>
  readonly score: number | undefined
  readonly fresh: boolean
  /** Positions at which attempts were sent. */
  readonly sent: number[]
  readonly rejected: number[]
  /** Attempts that brought it back: by whom, and at what position. */
  readonly offered: {
    readonly at: number
    readonly by: 'edge restore' | 'salvage' | 'program'
    readonly device: string
  }[]
  acked: Moment | undefined
}

export type RowAt = RowEntry & { readonly at: number }

export interface View {
  readonly at: number
  readonly ms: number
  readonly party: Party
  readonly scope: 'full' | 'delta'
  readonly when: string
  readonly unread: ReadonlySet<RecordClass>
  readonly state: 'complete' | 'unreadable' | 'gone'
  readonly rows: readonly RowAt[]
}

/** When the server was read in full: which rows it showed, as tokens. */
export interface ServerRead {
  readonly at: number
  readonly ms: number
  readonly when: string
  readonly unread: ReadonlySet<RecordClass>
  readonly state: View['state']
}

export interface InjuryState {
  readonly id: string
  readonly name: string
  readonly step: string
  readonly kind: 'fault' | 'damage'
  readonly from: number
  until: number
  injectedAt: number | undefined
  took: readonly Holder[]
  failed: string | undefined
  residue: string | undefined
  witness: { readonly saw: 'effect' | 'nothing'; readonly what: string } | undefined
}

export interface StepState {
  readonly step: string
  readonly name: string
  readonly from: number
  until: number
}

export interface CopyState {
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
  readonly step: string
  readonly service: string
  readonly when: 'before' | 'after'
  readonly told: string | undefined
}

export interface DeviceLoss {
  readonly device: string
  readonly at: number
}

export interface RestoreMark {
  readonly at: number
  readonly ms: number
  readonly from: 'copy' | 'edge' | 'salvage'
  readonly state: string
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

export interface Case {
  plan: Plan | undefined
  readonly policies: Partial<Record<RecordClass, Policies[RecordClass]>>
  readonly promised: Promised[]
  expectation: ExpectationEntry
  readonly writes: Map<Token, Write>
  readonly byOp: Map<string, Write>
  readonly byRecord: Map<string, Write[]>
  /** All complete full reads of the server, by account, oldest first. */
  readonly serverReads: Map<string, ServerRead[]>
  /** Every look at the server, whatever came of it. */
  readonly looks: Map<string, ServerRead[]>
  /** What accounts held before the drill began. */
  readonly adopted: View[]
  /** Positions of the server reads that showed a version. */
  readonly shown: Map<Token, number[]>
  /** Where a device first held a version, by token and device. */
  readonly held: Map<Token, Map<string, number>>
  finals: View[]
  /** Read to answer gates. */
  readonly gateViews: View[]
  readonly builds: Build[]
  readonly gates: GateJudged[]
  /** Moments that never came, in words. */
  readonly neverCame: string[]
  readonly traces: Set<string>
  readonly injuries: InjuryState[]
  readonly steps: StepState[]
  readonly deviceLosses: DeviceLoss[]
  readonly copies: CopyState[]
  readonly restores: RestoreMark[]
  readonly doors: DoorMark[]
  /** Classes that devices were shown, and when. */
  readonly pulls: { readonly at: number; readonly classes: ReadonlySet<RecordClass> }[]
  readonly readBacks: View[]
  strike: Moment | undefined
  /** The step that struck, by its id. */
  strikeStep: string | undefined
  readonly phaseAt: Map<string, { begin: number; end: number }>
  quiesced: { readonly state: 'quiet' | 'timed out'; readonly because: string | undefined } | undefined
  end: { readonly state: Ending['state']; readonly because: string | undefined } | undefined
}

export function emptyCase(): Case {
  return {
    plan: undefined,
    policies: {},
    promised: [],
    expectation: { verdict: 'pass' },
    writes: new Map(),
    byOp: new Map(),
    byRecord: new Map(),
    serverReads: new Map(),
    looks: new Map(),
    adopted: [],
    shown: new Map(),
    held: new Map(),
    finals: [],
    gateViews: [],
    builds: [],
    gates: [],
    neverCame: [],
    traces: new Set(),
    injuries: [],
    steps: [],
    deviceLosses: [],
    copies: [],
    restores: [],
    doors: [],
    pulls: [],
    readBacks: [],
    strike: undefined,
    strikeStep: undefined,
    phaseAt: new Map(),
    quiesced: undefined,
    end: undefined,
  }
}
