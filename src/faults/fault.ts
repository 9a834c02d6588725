/** The port of everything that goes wrong on purpose: it is injected, it proves that it happened, and a fault heals. */

import type { EngineBackup, JobMistake } from '../backups/index.ts'
import type { Random } from '../kernel/index.ts'
import type { RunningFleet } from '../fleet/index.ts'
import type { Plain } from '../records/index.ts'
import type { Devices } from '../fleet/index.ts'
import type { Holder, SideEffect } from '../ledger/index.ts'
import type { Capability, RunningSite } from '../runtime/index.ts'
import type { Command, Handle, Topology } from '../site/index.ts'

/** What an injury can touch: objects of this run only, by handle. */
export interface Scene {
  readonly site: RunningSite
  readonly topology: Topology
  readonly fleet: RunningFleet
  readonly jobs: Jobs
}

/** What goes wrong with the copies of a backup from now on. Nothing here is told to whoever runs the job. */
export interface Spoil {
  /** The job itself does less than it should. */
  readonly mistake?: JobMistake
  /** Done to each copy once its job has reported success. */
  readonly after?: (copy: string) => Promise<void>
  /** Called in place of a scheduled job, which does not run. */
  readonly instead?: () => void
}

/** Jobs that take copies, as far as injuries may touch them. */
export interface Jobs {
  /** Returns how to stop it. */
  spoil(backup: EngineBackup, spoil: Spoil): () => void
}

interface Injurious {
  /** The name of its function in a drill file: `killService`. */
  readonly name: string
  readonly on: readonly (Handle | Devices)[]
  readonly settings: Plain
  /** What the runtime must be able to do; checked before anything starts. */
  readonly needs: readonly Capability[]
  /** What follows from it, which an arm that is to fail need not name. */
  readonly sideEffects?: readonly SideEffect[]
  /** Commands of somebody's own that it runs: their programs are looked for before anything starts. */
  readonly commands?: readonly Command[]
}

/** Passes: healing makes the component work again and never changes data. */
export interface Fault extends Injurious {
  readonly is: 'fault'
  inject(scene: Scene, random: Random): Promise<ActiveFault>
}

/** Stays: nothing heals it, only a step that says how (replace, restore, promote). */
export interface Damage extends Injurious {
  readonly is: 'damage'
  inject(scene: Scene, random: Random): Promise<Inflicted>
}

/** What was seen, in one sentence, and how much of it. A count of 0 means that nothing happened. */
export interface Witnessed {
  readonly what: string
  readonly count: number
}

export interface Inflicted {
  /** Whole holders of data that are gone. */
  readonly took?: readonly Holder[]
  /** An independent look, not the injector's own word. For a fault it is asked just before healing. */
  witness(): Promise<Witnessed>
}

export interface ActiveFault extends Inflicted {
  /** Idempotent; needs no memory of the injection beyond this object. */
  heal(): Promise<void>
  /** A probe that the path is clean again. */
  isHealed(): Promise<boolean>
}

/** What `inject` does: a fault, which passes, or damage, which stays. */
export type Injury = Fault | Damage
