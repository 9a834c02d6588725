/** A drill that stands still at a place of its own for as long as a test wants to look at it: nobody is in a hurry. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, type Step } from 'syncdrill'
import type { EngineBackup } from 'syncdrill/backups'

/** Names a folder: at each place that is the name of a file in it, the drill waits until that file is gone. */
const HELD_IN = 'HELD_IN'
type BackupScene = Parameters<EngineBackup['engine']['take']>[0]

/** Longer than any test: only whoever was lost never lets go. */
const AT_MOST_MS = 900_000

/** The test's side. Everybody is let go at its end. */
export class Hold implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'syncdrill-hold-'))

  constructor(...places: readonly string[]) {
    for (const place of places) writeFileSync(join(this.#folder, place), '')
  }

  /** For the process that runs the drill. */
  get env(): Readonly<Record<string, string>> {
    return { [HELD_IN]: this.#folder }
  }

  letGo(place: string): void {
    rmSync(join(this.#folder, place))
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** The drill's side, in an act: no step where nobody holds anybody. */
export function held(place: string): Step | false {
  const waiting = waitingAt(place)
  return waiting && run(waiting, { within: `${AT_MOST_MS}ms` })
}

/** Where there are no steps: in what a backup is asked to do. */
export async function whileHeld({ site }: BackupScene, place: string): Promise<void> {
  const waiting = waitingAt(place)
  if (waiting) await site.execute(waiting, { atMostMs: AT_MOST_MS })
}

function waitingAt(place: string): readonly string[] | false {
  const folder = process.env[HELD_IN]
  return folder !== undefined && ['sh', '-c', 'while [ -e "$0" ]; do sleep 0.1; done', join(folder, place)]
}
