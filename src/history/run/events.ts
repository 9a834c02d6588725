/** How the run went on, as plain values: phases, steps, injuries, services, copies, restores, doors, gates. */

import type { Decided } from '../../ledger/decided.ts'
import type { Announced, Exit, Holder, Phase, Recovery } from '../../ledger/entries.ts'
import type { Plain, CollectionName } from '../../records/index.ts'
import type { Stamp } from '../moment.ts'

type CleanRoomFinding = Extract<Recovery, { readonly is: 'clean room' }>['finding']

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
  witness: (Stamp & { readonly saw: 'effect' | 'nothing'; readonly what: string }) | undefined
  readonly began: Stamp
  injected: Stamp | undefined
  /** When it was healed, or could not be: injected or healed. */
  over: Stamp | undefined
}

export interface PhaseHistory {
  readonly name: Phase
  readonly began: Stamp
  ended: Stamp | undefined
  /** Positions. */
  readonly begin: number
  end: number
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
  readonly began: Stamp
  ended: Stamp | undefined
  state: 'going on' | 'end' | 'skipped' | 'refused' | 'failed'
  because: string | undefined
  command: readonly string[] | undefined
  exit: Exit | undefined
  tail: readonly string[] | undefined
  mayFail: boolean
}

export interface ServiceEvent extends Stamp {
  readonly service: string
  readonly version: string
  readonly state: 'started' | 'stopped' | 'killed' | 'paused' | 'resumed' | 'replaced' | 'failed' | 'given up'
  /** Who started it, where no step of the drill did. */
  readonly by: 'supervisor' | undefined
  /** What it was until then: `asked down` where a step or an injury had ended it. */
  readonly before: 'never up' | 'up' | 'down' | 'asked down'
  readonly because: string | undefined
  readonly exit: Exit | undefined
  readonly tail: readonly string[]
}

/** Requests that had no answer in time, from the first of them until one of their kind was answered again. */
export interface SilenceHistory {
  readonly client: string
  readonly service: string
  readonly through: 'link' | 'direct'
  /** `changes` once reads were answered meanwhile: those that had waited before count no more. */
  to: 'everything' | 'changes'
  /** Infinity where it never ended. */
  until: number
  /** Never empty. */
  waits: readonly Wait[]
}

/** One request whose time was up. */
interface Wait {
  readonly at: number
  /** When it had been sent, in real milliseconds. */
  readonly sinceMs: number
  readonly waitedMs: number
  readonly by: string
  readonly asked: 'read' | 'change'
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
  deletedAt: Stamp | undefined
  found: string | undefined
  because: string | undefined
}

/** What was said of a copy, by its own job or by whoever restored it elsewhere. */
export interface CopyMark extends Stamp {
  readonly copy: string
  /** Undefined for what a clean room found. */
  readonly backup: string | undefined
  readonly said: 'claimed ok' | 'failed' | 'withdrawn' | CleanRoomFinding
  readonly because: string | undefined
}

/** What a service said that it ran, before or after a step. */
export interface Build {
  readonly at: number
  readonly step: string
  readonly service: string
  readonly when: 'before' | 'after'
  readonly told: string | undefined
}

export interface RestoreMark extends Stamp {
  readonly from: 'copy' | 'edge' | 'salvage'
  readonly state: 'begin' | 'refused' | 'validated' | 'opened' | 'end'
  readonly collection: CollectionName | undefined
  readonly accounts: readonly string[] | undefined
  readonly step: string
  readonly copy: string | undefined
  readonly because: string | undefined
}

export interface DoorMark {
  readonly at: number
  readonly ms: number
  readonly collections: readonly CollectionName[]
  readonly state: 'closed' | 'validated' | 'opened'
}

export interface Promised {
  readonly promise: string
  readonly claim: string
  readonly listed: boolean
  readonly terms: Plain
  readonly waived: boolean
}

export interface MissedMoment {
  readonly at: number
  readonly step: string
  readonly service: string
  readonly milestone: string
}

export interface GateAnswer extends Stamp {
  readonly step: string
  readonly question: string
  readonly answer: 'go' | 'stop'
  readonly because: string
}

/** What users were told. */
export interface Announcement extends Stamp {
  readonly step: string
  readonly words: string
  readonly claims: Announced
  readonly cites: string | undefined
}

/** What somebody decided who rehearses. */
export interface DecisionHistory extends Stamp {
  /** The step that came next; `the end` after the last. */
  readonly before: string
  readonly decision: Decided['decision']
  readonly by: string
  readonly time: string
  /** The step that was added. */
  readonly label: string | undefined
}

/** What somebody else was to carry out. */
export interface AskHistory {
  readonly step: string
  readonly what: string
  readonly who: string | undefined
  /** The terminal, the words of a command, or the host of a webhook. */
  readonly of: string
  readonly withinMs: number
  readonly asked: Stamp
  /** Undefined where the run was broken off before. */
  replied:
    | (Stamp & {
        readonly reply: 'done' | 'declined' | 'none'
        readonly words: string
        readonly by: string
        readonly through: 'terminal' | 'command' | 'webhook'
        readonly time: string
      })
    | undefined
}

/** The first time that devices were shown a collection after a door had been closed on it. */
export interface Serving {
  readonly collection: CollectionName
  readonly closedAt: number
  shownAt: number | undefined
}
