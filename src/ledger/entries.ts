/**
 * Everything that a run's ledger can say. One line, one entry; `at` orders them, and the judge knows nothing else.
 * Names are the drill's own (`sync`, `san`, `phone-3`). Payloads never appear here, only their fingerprints.
 */

import type { CollectionName, Token, VersionVector } from '../records/index.ts'
import type { Decided } from './decided.ts'
import type { Injury, Recovery } from './injured.ts'
import type { Exit, Unlike } from './outcomes.ts'
import type { Heading } from './planned.ts'

export type * from './injured.ts'
export type * from './outcomes.ts'
export type * from './planned.ts'

/** Put on every entry by the writer. */
export interface Stamp {
  /** Position in the ledger, from 0: the harness's order of events. */
  readonly at: number
  /** Real milliseconds since the run began (monotonic). RTO is measured in these. */
  readonly ms: number
  /** Drill time in milliseconds. RPO is measured in these. */
  readonly drillMs: number
}

export type Entry = Heading | Progress | Decided | Edit | Traffic | Reading | Injury | Recovery | Ending
export type Stamped<E extends Entry = Entry> = E & Stamp
export type EntryKind = Entry['is']

// How the run went on.

export type Phase = 'start' | 'given' | 'adopt' | 'before' | 'disaster' | 'recovery' | 'heal' | 'quiesce' | 'audit'

export type Progress =
  /** `broken off`: what follows is how the run was taken down. */
  | { readonly is: 'phase'; readonly phase: Phase; readonly state: 'begin' | 'end' | 'broken off' }
  | {
      readonly is: 'step'
      readonly step: string
      readonly state: 'begin' | 'end' | 'skipped' | 'refused' | 'failed'
      readonly because?: string
      /** Of a command that a runbook ran: what was run, how it ended, and the last lines that it printed. */
      readonly command?: readonly string[]
      readonly exit?: Exit
      readonly tail?: readonly string[]
      /** The drill says that this step may fail. */
      readonly mayFail?: true
    }
  /** The moment from which RPO and RTO count. */
  | { readonly is: 'strike'; readonly step: string }
  | {
      readonly is: 'service'
      readonly service: string
      readonly version: string
      /** `failed`: it ended, and nobody had asked it to. `given up`: its supervisor starts it no more. */
      readonly state: 'started' | 'stopped' | 'killed' | 'paused' | 'resumed' | 'replaced' | 'failed' | 'given up'
      readonly because?: string
      /** Who started it, where no step of the drill did. */
      readonly by?: 'supervisor'
      /** `started`: the image that it runs from, by the engine's own identity of it: `sha256:...`. */
      readonly image?: string
      readonly exit?: Exit
      /** The last lines of its log, at most ten, where it ended by itself. */
      readonly tail?: readonly string[]
    }
  /** `set aside`: still on the device, not shown; a source for the judge. */
  | {
      readonly is: 'device'
      readonly device: string
      readonly state: 'online' | 'offline' | 'power cycled' | 'reset' | 'replaced' | 'epoch changed' | 'set aside'
      readonly because?: string
      readonly records?: readonly string[]
    }
  | {
      readonly is: 'door'
      readonly service: string
      readonly collections: readonly CollectionName[]
      readonly state: 'closed' | 'validated' | 'opened'
      readonly step?: string
      /** `validated`: how many rows were read back and compared. */
      readonly rows?: number
    }
  | { readonly is: 'availability'; readonly service: string; readonly state: 'up' | 'down' }
  | { readonly is: 'log'; readonly service: string; readonly milestone: string }
  /** A moment that a step waited for, in order to be interrupted then. */
  | {
      readonly is: 'moment'
      readonly step: string
      readonly service: string
      readonly milestone: string
      readonly state: 'came' | 'never'
    }
  /** What a service itself says that it runs, asked before and after an upgrade or the way back. */
  | {
      readonly is: 'build'
      readonly step: string
      readonly service: string
      readonly when: 'before' | 'after'
      /** Undefined when it could not be asked. */
      readonly told?: string
      readonly because?: string
    }
  | {
      readonly is: 'gate'
      readonly step: string
      readonly question: string
      readonly answer: 'go' | 'stop'
      readonly because: string
    }
  /** What users were told, in the words that they were told it in, and what that claims. */
  | {
      readonly is: 'announcement'
      readonly step: string
      readonly words: string
      readonly claims: Announced
      /** Where words that were said elsewhere, by somebody else, are reported. */
      readonly cites?: string
    }
  /** Somebody else is to carry the step out. `of`: the terminal, the words of a command, or the host of a webhook. */
  | {
      readonly is: 'asked'
      readonly step: string
      readonly what: string
      readonly who?: string
      readonly withinMs: number
      readonly of: string
    }
  /** `none`: nobody did in time, or could be asked; `words` say why. `time`: wall time as ISO text. */
  | {
      readonly is: 'replied'
      readonly step: string
      readonly reply: 'done' | 'declined' | 'none'
      readonly words: string
      readonly by: string
      readonly through: 'terminal' | 'command' | 'webhook'
      readonly time: string
    }
  /** `aloud`: said at once to whoever follows the run. */
  | { readonly is: 'note'; readonly text: string; readonly aloud?: true }
  /** Quiet, or not in time. `unseen`: acknowledged fresh edits that somebody never saw. */
  | {
      readonly is: 'quiesced'
      readonly state: 'quiet' | 'timed out'
      readonly because?: string
      /** What kept two reads from being alike: at most ten records, each with what the two of them showed. */
      readonly unlike?: readonly Unlike[]
    }

/**
 * `lost`: gone for good. `kept`: nothing is lost. `complete`: all of it is there now. `back`: all of it will be there
 * within so many real milliseconds.
 */
export interface Announced {
  readonly kind: 'lost' | 'kept' | 'complete' | 'back'
  readonly of: 'everything' | readonly CollectionName[]
  readonly withinMs?: number
}

// What people did, on their own device (L0).

export type Edit =
  | {
      readonly is: 'edit'
      readonly op: string
      readonly device: string
      readonly account: string
      readonly collection: CollectionName
      readonly record: string
      readonly change: 'put' | 'delete'
      readonly version: Token
      /** Join of what the device was displaying, and its own dot. */
      readonly saw: VersionVector
      /** Tokens that the device was displaying for this record. */
      readonly basedOn: readonly Token[]
      /** Content hash as in `records/payload.ts`; absent for a delete. */
      readonly hash?: string
      readonly fields?: Readonly<Record<string, string>>
      readonly bytes?: number
      /** `scores` only: the number that the `max` policy compares. */
      readonly score?: number
      /** The one edit of a device after the storm: proves that sync still works; not counted in shares. */
      readonly fresh?: true
      /** Adopted from the first full read: somebody's record from before the drill, judged by content only. */
      readonly adopted?: true
    }
  | { readonly is: 'skipped'; readonly op: string; readonly because: string }

// What went over the wire.

export type Traffic =
  /**
   * Sent. A retry has the same `op` and the next `attempt`; `edge restore` offers what a device still holds, `program`
   * what a program found missing on the server: it says so only afterwards.
   */
  | {
      readonly is: 'sent'
      readonly op: string
      readonly attempt: number
      readonly device: string
      readonly key: string
      readonly by?: 'edge restore' | 'salvage' | 'program'
    }
  | {
      readonly is: 'answered'
      readonly op: string
      readonly attempt: number
      readonly outcome: 'acked' | 'rejected' | 'indeterminate'
      readonly because?: string
      /** The status of the answer, where the protocol has one: 423. */
      readonly status?: number
      readonly id?: string
      readonly tag?: string
    }
  /** The device will not try this operation again. */
  | { readonly is: 'given up'; readonly op: string; readonly because: string }
  /**
   * A request that had no answer when its time was up, while nobody else on its way had one; a change too where only
   * reads had. `over`: somebody was answered again. What is left unasked because of it is in no entry.
   */
  | {
      readonly is: 'silence'
      readonly client: string
      /** What stood behind the client then. */
      readonly service: string
      /** The devices' way, or the harness's own past it. */
      readonly through: 'link' | 'direct'
      readonly state: 'unanswered' | 'over'
      /** What had no answer; of what is over, what has one. */
      readonly asked: 'read' | 'change'
      /** Reads that were answered on its way while a change waited. */
      readonly reads?: number
      /** Who asked: a device by its name, or `the harness`. */
      readonly by?: string
      readonly waitedMs?: number
    }

// What was read. A view is opened, filled row by row, and closed; one that is never closed counts for nothing.

export type Party =
  /** The harness's own session of an account, through the devices' door, without a cursor: the authority. */
  | { readonly kind: 'server'; readonly account: string }
  | { readonly kind: 'device'; readonly account: string; readonly device: string }
  /** A device that nobody had before: what a replaced phone would show. */
  | { readonly kind: 'new device'; readonly account: string; readonly device: string }
  /** What a device still holds without showing it. */
  | { readonly kind: 'aside' | 'outbox'; readonly account: string; readonly device: string }
  /** A backup copy, restored into a clean room and read there. */
  | { readonly kind: 'copy'; readonly account: string; readonly copy: string }
  /** A volume that `replace` set aside, read by a named extractor. */
  | { readonly kind: 'salvage'; readonly account: string; readonly volume: string; readonly extractor: string }

export type Reading =
  | {
      readonly is: 'view'
      readonly view: number
      readonly party: Party
      /** `full` says that absence means absence; a `delta` shows changes only. */
      readonly scope: 'full' | 'delta'
      /** `gate`: taken to answer a gate's question. `final`: taken in the audit. */
      readonly when: 'adopt' | 'sync' | 'read back' | 'after step' | 'gate' | 'quiesce' | 'final'
      /** Collections that it does not cover: closed, or not carried. */
      readonly unread?: readonly CollectionName[]
    }
  | ({ readonly is: 'row'; readonly view: number } & RowEntry)
  /** `unreadable`: the rows above prove presence, nothing proves absence. `gone`: nobody is there to be read. */
  | {
      readonly is: 'viewed'
      readonly view: number
      readonly state: 'complete' | 'unreadable' | 'gone'
      /** Collections that turned out to be closed: the rows above say nothing of them. */
      readonly unread?: readonly CollectionName[]
      readonly rows: number
      readonly because?: string
    }
  /** Raw hits of record names in bytes that no extractor could read. */
  | { readonly is: 'traces'; readonly where: string; readonly records: readonly string[] }

export interface RowEntry {
  readonly collection: CollectionName
  /** The service's own id of this row. */
  readonly id: string
  readonly record?: string
  readonly version?: Token
  /** Absent for a tombstone. */
  readonly hash?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly score?: number
  readonly deleted?: true
  readonly blobMissing?: true
}

// The end: mandatory, and counted.

export type Ending = {
  readonly is: 'end'
  /** `ground lost`: what the run stood on went away under it, nobody knows since when. */
  readonly state: 'complete' | 'aborted' | 'ground lost'
  readonly because?: string
  readonly counts: Readonly<Record<string, number>>
}
