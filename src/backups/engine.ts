/** The port of backup engines: take, list, verify, restore. What an engine can do is in its type. */

import type { Address, Capability, CommandFailed, Execute, RunningSite } from '../runtime/index.ts'
import type { Plain, CollectionName } from '../records/index.ts'
import type { Ability, Backup, Command, Service, Topology, Volume } from '../site/index.ts'
import type { Duration } from '../kernel/index.ts'

/** One command or request of a job on a copy, or on what it is a copy of, takes no longer than this. */
export const JOB_MS = 120_000

/** `every` is drill time; a job due as a step ends runs as that step's last act. */
export interface Job<S> {
  readonly from: S
  readonly to: Volume
  readonly every?: Duration
  readonly keep?: number
}

/** A backup of the site, with the engine that does it. */
export interface EngineBackup<A extends Ability = Ability> extends Backup<A> {
  readonly engine: Engine
  /** Commands of somebody's own that it runs: their programs are looked for before anything starts. */
  readonly commands?: readonly Command[]
  /** What it was told, as a plan shows it. */
  readonly settings?: Plain
  /** What the runtime must be able to do for it. */
  readonly needs?: readonly Capability[]
}

export interface BackupScene {
  readonly site: RunningSite
  readonly topology: Topology
}

/** One generation, as the engine claims it to be. */
export interface CopyClaim {
  readonly copy: string
  readonly taken: string
  readonly bytes: number
  /** Records per collection that the engine says are in it. */
  readonly claims: Readonly<Partial<Record<CollectionName, number>>>
}

/** What a job can be told wrongly: collections that it leaves out, or blobs of another moment than the rows. */
export interface JobMistake {
  readonly without?: readonly CollectionName[]
  readonly blobs?: 'of the copy before'
}

/** One file of a copy, on the volume that the copy lies on. */
export interface CopyFile {
  readonly path: string
  readonly bytes: number
  readonly holds: 'rows' | 'blob' | 'manifest'
}

export interface RestoreScope {
  readonly collections?: readonly CollectionName[]
  /** User names of the accounts; undefined restores all. */
  readonly accounts?: readonly string[]
}

export interface Engine {
  /** Whose collections are closed while it restores: a service, or all whose data lies on a volume. */
  readonly serves: Service | Volume
  /** Mistakes that its job can be made to make. */
  readonly mistakes: readonly (keyof JobMistake)[]
  /** Its job may delete older copies, whether or not anybody said how many it keeps: what it lists is what there is. */
  readonly prunes?: true
  take(scene: BackupScene, mistake?: JobMistake): Promise<CopyClaim>
  /** Oldest first. */
  list(scene: BackupScene): Promise<readonly CopyClaim[]>
  /** What a copy consists of; for damage to it, and for its witness. */
  files(scene: BackupScene, copy: string): Promise<readonly CopyFile[]>
  /** The engine's own opinion; a restore into a clean room is the only proof. */
  verify(scene: BackupScene, copy: string): Promise<{ readonly sound: boolean; readonly because: string }>
  /**
   * Into the running service, closed by the caller. A damaged copy is refused with the reason and changes nothing.
   * `rows` says how many were read back and compared; without it nobody has looked at what was restored.
   */
  restore(scene: BackupScene, copy: string, scope: RestoreScope): Promise<RestoreOutcome>
  /** Into a clean room: resolves with a service of its own that serves this copy, or the reason why none can. */
  cleanRoom(scene: BackupScene, copy: string): Promise<CleanCopy>
}

export type RestoreOutcome =
  | { readonly is: 'restored'; readonly rows?: number }
  | { readonly is: 'refused'; readonly because: string; readonly damage?: CopyDamage; readonly by?: CommandFailed }

export type CleanCopy =
  | ({
      readonly is: 'serving'
      readonly address: Address
      /** Inside the service that serves it. */
      readonly execute: Execute
    } & AsyncDisposable)
  | { readonly is: 'unusable'; readonly because: string; readonly damage?: CopyDamage }

/** Files that hold nothing, parts of different moments, or anything else that cannot be restored. */
export type CopyDamage = 'empty' | 'inconsistent' | 'unusable'
