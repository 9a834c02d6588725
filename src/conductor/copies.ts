/** Takes copies, by step or when they are due in drill time, and writes down what each claimed. */

import type { EngineBackup } from '../backups/index.ts'
import { reasonOf, type DrillClock } from '../kernel/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Step } from '../drill/index.ts'
import type { Scene } from '../faults/index.ts'
import type { Backup } from '../site/index.ts'

export interface TakenCopy {
  readonly backup: EngineBackup
  readonly copy: string
  /** The step value that made it; undefined for a scheduled one. */
  readonly by: Step | undefined
}

export class Copies {
  readonly #scene: Scene
  readonly #ledger: Ledger
  readonly #clock: DrillClock
  readonly #taken: TakenCopy[] = []
  readonly #dueMs = new Map<EngineBackup, number>()
  #count = 0

  constructor(scene: Scene, ledger: Ledger, clock: DrillClock) {
    this.#scene = scene
    this.#ledger = ledger
    this.#clock = clock
    for (const backup of scene.topology.backups.values()) {
      if (isEngineBackup(backup) && backup.everyMs !== undefined) this.#dueMs.set(backup, backup.everyMs)
    }
  }

  get taken(): readonly TakenCopy[] {
    return this.#taken
  }

  /** The newest copy that this very step value made. */
  madeBy(step: Step): TakenCopy | undefined {
    return this.#taken.findLast(({ by }) => by === step)
  }

  /** A job that fails is an outcome, not an error: it is written down, and the drill goes on. */
  async take(backup: EngineBackup, by?: Step): Promise<TakenCopy | undefined> {
    const { topology } = this.#scene
    const name = topology.nameOf(backup)
    const volume = backup.to ? topology.nameOf(backup.to) : ''
    const pending = `${name}/${(this.#count += 1)}`
    this.#ledger.append({ is: 'copy', backup: name, copy: pending, volume, state: 'begin' })
    await this.#ledger.flush()
    try {
      const { copy } = await backup.engine.take(this.#scene)
      this.#ledger.append({
        is: 'copy',
        backup: name,
        copy,
        volume,
        state: 'claimed ok',
        because: `begun as ${pending}`,
      })
      const taken = { backup, copy, by }
      this.#taken.push(taken)
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
      return undefined
    }
  }

  /** Scheduled jobs that have become due; the drill clock stands still while they run. */
  async takeDue(): Promise<void> {
    for (const [backup, dueMs] of this.#dueMs) {
      if (this.#clock.ms < dueMs) continue
      const every = backup.everyMs ?? Infinity
      this.#dueMs.set(backup, dueMs + every * (Math.floor((this.#clock.ms - dueMs) / every) + 1))
      await this.take(backup)
    }
  }
}

export function isEngineBackup(backup: Backup): backup is EngineBackup {
  return 'engine' in backup
}
