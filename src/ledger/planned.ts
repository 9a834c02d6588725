/**
 * What was planned: the first entries of a ledger, so that a run can be judged without its drill file. Names are the
 * drill's own (`sync`, `san`, `phone-3`).
 */

import type { Plain, Policy, CollectionName } from '../records/index.ts'
import type { SideEffect } from './side-effects.ts'

/** Ledgers of another format are refused with a sentence: each version judges what it wrote. */
export const FORMAT = 2

export type Heading =
  | {
      readonly is: 'run'
      readonly format: typeof FORMAT
      readonly run: string
      readonly drill: string
      readonly title: string
      readonly story: string
      readonly sources: readonly string[]
      readonly arm: string
      readonly row: Readonly<Record<string, Plain>>
      readonly seed: number
      /** What somebody asked for the run with: the seed is derived from it. */
      readonly challenge?: string
      /** Which attempt this is in the log of attempts at this drill, from 1; undefined where no log is kept. */
      readonly attempt?: number
      /** It is a rehearsal: somebody decides before each step. */
      readonly rehearsal?: true
      /** When this very plan had been rehearsed last, and how that ended; undefined where it had not been. */
      readonly rehearsed?: { readonly started: string; readonly how: string }
      readonly runtime: string
      readonly because: string
      readonly versions: Readonly<Record<string, string>>
      readonly started: string
      readonly planHash: string
    }
  | { readonly is: 'plan'; readonly plan: Plan }
  | {
      readonly is: 'promise'
      readonly promise: string
      readonly claim: string
      readonly terms: Plain
      /** By the drill; others are judged always. */
      readonly listed?: true
      readonly waived?: true
    }
  /** In the order in which collections are listed, and restored where no other order is given. */
  | { readonly is: 'collection'; readonly name: CollectionName; readonly policy: Policy }
  | { readonly is: 'expectation'; readonly expectation: ExpectationEntry }
  /** One planned edit. The same seed plans the same intents, byte for byte, in every arm. */
  | ({ readonly is: 'intent' } & Intent)

export interface Intent {
  readonly op: string
  readonly step: string
  readonly device: string
  readonly account: string
  readonly collection: CollectionName
  readonly record: string
  readonly change: 'create' | 'update' | 'delete'
  /** Drill milliseconds after the step began. */
  readonly afterMs: number
  /** Of what was there before the drill: a row is found for it when its account is read for the first time. */
  readonly there?: true
}

/** The compiled drill as plain values: what `plan` prints and the plan hash covers. */
export interface Plan {
  readonly services: readonly {
    readonly name: string
    readonly versions: readonly string[]
    readonly start: string
    readonly data: Readonly<Record<string, string>>
    readonly domains: readonly string[]
    /** Of one from a compose file: its image, and what must have become of others before it starts. */
    readonly image?: string
    readonly after?: Readonly<Record<string, string>>
  }[]
  /** The file, a digest of all that it means, and what of it was left out, for it changes nothing. */
  readonly composed?: { readonly file: string; readonly digest: string; readonly ignored: readonly string[] }
  /** Services of somebody else, and where they were: not of the plan itself, which is the same elsewhere. */
  readonly external?: readonly { readonly name: string; readonly url?: string }[]
  readonly volumes: readonly { readonly name: string; readonly domains: readonly string[] }[]
  readonly domains: readonly { readonly name: string; readonly kind: string }[]
  readonly links: readonly string[]
  readonly clients: readonly {
    readonly name: string
    readonly service: string
    readonly carries: readonly CollectionName[]
  }[]
  readonly backups: readonly {
    readonly name: string
    readonly of: string
    readonly to: string
    readonly every?: number
    /** What its engine was told, such as the commands of scripts. */
    readonly settings?: Plain
  }[]
  readonly devices: readonly {
    readonly name: string
    readonly group: string
    readonly account: string
    readonly memory: 'volatile' | 'durable'
  }[]
  readonly accounts: readonly string[]
  readonly steps: readonly PlannedStep[]
  /** In milliseconds; `ready` by service. Not in ledgers of before they were declared. */
  readonly limits?: {
    readonly ready: Readonly<Record<string, number>>
    readonly answer: number
    readonly quiesce: number
    readonly step: number
    readonly arm: number
  }
}

export interface PlannedStep {
  /** `disaster.2`, and for steps inside others `disaster.2.1`. */
  readonly id: string
  readonly act: Act
  /** What it does, by the name of the function in the drill file: `inject`, `work`, `restore`. */
  readonly name: string
  /** The injury's name, where it injects one: `zeroPages`. */
  readonly injury?: string
  readonly label: string
  /** Inside a gate: at which answer it is taken. */
  readonly branch?: 'go' | 'stop'
  /** Data may be taken away by this step itself; a step without it is never blamed for what is gone. */
  readonly takes?: true
  /** What it, or its injury, brings with it in an arm that is to fail. */
  readonly sideEffects?: readonly SideEffect[]
  readonly steps?: readonly PlannedStep[]
}

/** An act in which people are at work. `given` is over before anybody signs in. */
export type WorkAct = 'before' | 'disaster' | 'recovery'
export type Act = 'given' | WorkAct

export interface ExpectationEntry {
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  readonly because?: string
  readonly breaches?: readonly BreachEntry[]
}
export interface BreachEntry {
  readonly promise: string
  /** At least one of these occurs, and no other finding of this promise; any finding of it where left out. */
  readonly findings?: readonly string[]
  /** Waived: it may or may not occur. */
  readonly optional?: true
  /** None of these occurs, not even as a side effect. */
  readonly refused?: true
  /** Fractions of the acknowledged records, fresh edits aside. */
  readonly share?: readonly [from: number, to: number]
  readonly collections?: readonly CollectionName[]
  readonly acknowledged?: WorkAct
  /** Name of the injury or step function that must have caused it. */
  readonly by?: string
}
