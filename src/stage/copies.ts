/** Takes copies, by step or when they are due in drill time, and writes down what each claimed. */

import type { BackupScene, EngineBackup, JobMistake } from '../backups/index.ts'
import { Failure, reasonOf, type DrillClock } from '../kernel/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Jobs, Spoil } from '../faults/index.ts'
import type { Backup } from '../site/index.ts'

export interface TakenCopy {
  readonly backup: EngineBackup
  readonly copy: string
  /** The step value that made it, by its identity; undefined for a scheduled one. */
  readonly by: object | undefined
  readonly drillMs: number
}

/** Why there is no copy. */
export interface FailedJob {
  readonly failed: unknown
}

export class Copies implements Jobs {
  readonly #scene: BackupScene
  readonly #ledger: Ledger
  readonly #clock: DrillClock
  readonly #taken: TakenCopy[] = []
  readonly #dueMs = new Map<EngineBackup, number>()
  readonly #spoilt = new Map<EngineBackup, Set<Spoil>>()
  #count = 0

  constructor(scene: BackupScene, ledger: Ledger, clock: DrillClock) {
    this.#scene = scene
    this.#ledger = ledger
    this.#clock = clock
    for (const backup of scene.topology.backups.values()) {
      if (isEngineBackup(backup) && backup.everyMs !== undefined) this.#dueMs.set(backup, backup.everyMs)
    }
  }

  /** Those that its job has not deleted since. */
  get taken(): readonly TakenCopy[] {
    return this.#taken
  }

  spoil(backup: EngineBackup, spoil: Spoil): () => void {
    const all = this.#spoilt.get(backup) ?? new Set()
    this.#spoilt.set(backup, all.add(spoil))
    return () => void all.delete(spoil)
  }

  newest(backup: EngineBackup): TakenCopy | undefined {
    return this.#taken.findLast((one) => one.backup === backup)
  }

  /** Somebody looked, and the copy is not what it claims to be. */
  withdraw({ backup, copy }: TakenCopy, because: string): void {
    const { topology } = this.#scene
    const volume = backup.to ? topology.nameOf(backup.to) : ''
    this.#ledger.append({ is: 'copy', backup: topology.nameOf(backup), copy, volume, state: 'withdrawn', because })
  }

  /** The newest copy that this very step value made. */
  madeBy(step: object): TakenCopy | undefined {
    return this.#taken.findLast(({ by }) => by === step)
  }

  /** A job that fails is an outcome, not an error: it is written down, and the drill goes on. */
  async take(backup: EngineBackup, by?: object): Promise<TakenCopy | FailedJob> {
    const { topology } = this.#scene
    const name = topology.nameOf(backup)
    const volume = backup.to ? topology.nameOf(backup.to) : ''
    const pending = `${name}/${(this.#count += 1)}`
    this.#ledger.append({ is: 'copy', backup: name, copy: pending, volume, state: 'begin' })
    await this.#ledger.flush()
    const spoils = [...(this.#spoilt.get(backup) ?? [])]
    try {
      const mistake = spoils.reduce<JobMistake>((all, one) => ({ ...all, ...one.mistake }), {})
      const { copy, bytes } = await backup.engine.take(this.#scene, mistake)
      this.#giveWay(backup, copy)
      for (const { after } of spoils) await after?.(copy)
      this.#ledger.append({
        is: 'copy',
        backup: name,
        copy,
        volume,
        state: 'claimed ok',
        because: `begun as ${pending}`,
        bytes,
      })
      const taken = { backup, copy, by, drillMs: this.#clock.ms }
      this.#taken.push(taken)
      await this.#noteDeleted(backup)
      return taken
    } catch (thrown) {
      this.#ledger.append({
        is: 'copy',
        backup: name,
        copy: pending,
        volume,
        state: 'failed',
        because: reasonOf(thrown),
      })
      return { failed: thrown }
    }
  }

  /** Scheduled jobs that have become due; the drill clock stands still while they run. */
  async takeDue(): Promise<void> {
    for (const [backup, dueMs] of this.#dueMs) {
      if (this.#clock.ms < dueMs) continue
      const every = backup.everyMs ?? Infinity
      this.#dueMs.set(backup, dueMs + every * (Math.floor((this.#clock.ms - dueMs) / every) + 1))
      const stopped = [...(this.#spoilt.get(backup) ?? [])].find(({ instead }) => instead)
      if (stopped) stopped.instead?.()
      else await this.take(backup)
    }
  }

  /** A job that gives a name again has overwritten what had it; one that gives another backup's tells nothing apart. */
  #giveWay(backup: EngineBackup, copy: string): void {
    const { topology } = this.#scene
    const place = this.#taken.findIndex((one) => one.copy === copy)
    const [old] = place < 0 ? [] : this.#taken.slice(place, place + 1)
    if (!old) return
    if (old.backup !== backup) {
      const other = topology.nameOf(old.backup)
      throw new Failure(
        'environment',
        `expected copies with names of their own, got '${copy}', which '${other}' has too`,
      )
    }
    const volume = backup.to ? topology.nameOf(backup.to) : ''
    this.#ledger.append({ is: 'copy', backup: topology.nameOf(backup), copy, volume, state: 'deleted' })
    this.#taken.splice(place, 1)
  }

  /** Its job keeps only so many: those that it no longer lists are gone, and nobody is to look for them. */
  async #noteDeleted(backup: EngineBackup): Promise<void> {
    if (backup.keep === undefined && !backup.engine.prunes) return
    const { topology } = this.#scene
    const there = new Set((await backup.engine.list(this.#scene)).map(({ copy }) => copy))
    const volume = backup.to ? topology.nameOf(backup.to) : ''
    for (const { copy } of this.#taken.filter((one) => one.backup === backup && !there.has(one.copy))) {
      this.#ledger.append({ is: 'copy', backup: topology.nameOf(backup), copy, volume, state: 'deleted' })
    }
    const left = this.#taken.filter((one) => one.backup !== backup || there.has(one.copy))
    this.#taken.splice(0, this.#taken.length, ...left)
  }
}

export function isEngineBackup(backup: Backup): backup is EngineBackup {
  return 'engine' in backup
}
