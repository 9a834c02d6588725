/** Changes of all users in the order in which they came: one file, one change a line, synced before it is believed. */

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Change, Kept, Row } from './change.ts'
import type { Misbehaviour } from './misbehaviour.ts'

export const CHANGES = 'changes.jsonl'

export class Changes implements Kept {
  readonly all: Change[]
  readonly #file: number
  readonly #wrong: Misbehaviour

  constructor(folder: string, wrong: Misbehaviour) {
    const path = join(folder, CHANGES)
    // What was written half was never answered.
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
    this.all = wrong.starts(lines.map((line) => JSON.parse(line) as Change))
    this.#file = openSync(path, 'a')
    this.#wrong = wrong
    process.on('exit', () => closeSync(this.#file))
  }

  keep(...more: readonly Change[]): void {
    const kept = more.filter((change) => this.#wrong.keeps(change))
    this.all.push(...kept)
    const lines = kept.map((change) => `${JSON.stringify(change)}\n`).join('')
    this.#wrong.writes(() => {
      writeSync(this.#file, lines)
      fsyncSync(this.#file)
    })
  }

  /** Newest last; a row without a body was deleted. */
  since(user: string, from: number): readonly Row[] {
    const rows = new Map<string, Row>()
    for (const [place, { user: owner, ...change }] of this.all.entries()) {
      if (owner !== user) continue
      rows.delete(change.id)
      rows.set(change.id, { ...change, at: place + 1 })
    }
    return [...rows.values()].filter(({ at }) => at > from)
  }
}
