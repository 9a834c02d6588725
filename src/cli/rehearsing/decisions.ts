/** What is decided in a rehearsal where nobody is at the terminal: a file, by step. */

import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { Failure, reasonOf } from '../../kernel/index.ts'

const Decisions = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** `{ "disaster.2": ["roll back sync", "go on"], "the end": "stop" }`. Throws a usage `Failure` that names the file. */
export function decisionsIn(path: string): Readonly<Record<string, readonly string[]>> {
  try {
    const read = Decisions.parse(JSON.parse(readFileSync(path, 'utf8')))
    return Object.fromEntries(Object.entries(read).map(([step, choices]) => [step, [choices].flat()]))
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? (thrown.issues[0]?.message ?? '') : reasonOf(thrown)
    const expected = 'expected decisions by step, as JSON: { "disaster.2": "roll back sync" }'
    throw new Failure('usage', `--decisions ${path}: ${expected}: ${why}`, { cause: thrown })
  }
}
