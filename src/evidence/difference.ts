/** Where two plain values differ, by the path that leads there. */

import { inspect } from 'node:util'
import { printable } from '../kernel/index.ts'

export interface Difference {
  /** `arms[1].fates.lost` */
  readonly path: string
  readonly said: unknown
  readonly found: unknown
}

/** As it would be after it was written and read. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null') as unknown

/** At most `most`, in the order of what was found. Both are plain. */
export function differences(said: unknown, found: unknown, most = 3): readonly Difference[] {
  const all: Difference[] = []
  compare(said, found, '')
  return all

  function compare(one: unknown, other: unknown, path: string): void {
    if (all.length >= most || Object.is(one, other)) return
    const [ours, theirs] = [fieldsOf(one), fieldsOf(other)]
    if (!ours || !theirs || Array.isArray(one) !== Array.isArray(other)) {
      all.push({ path, said: one, found: other })
      return
    }
    for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
      const step = Array.isArray(one) ? `[${key}]` : path === '' ? key : `.${key}`
      compare(ours.get(key), theirs.get(key), `${path}${step}`)
    }
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined
}

/** `arms[1].fates.lost: it says 0, found 94`. */
export const inWords = ({ path, said, found }: Difference): string =>
  `${printable(path)}: it says ${shown(said)}, found ${shown(found)}`

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  return printable(inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 3, maxStringLength: 80 }), 160)
}
