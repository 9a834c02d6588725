/**
 * Where a device stands in the order of commits. It carries the server's epoch, because after a restore the same
 * numbers may mean other rows; and one number for each class, because a class that was closed is behind the others.
 */

import { z } from 'zod'
import { CLASSES, type RecordClass } from '../classes.ts'

const Positions = z.partialRecord(z.enum(CLASSES), z.int().nonnegative())

const Cursor = z.discriminatedUnion('kind', [
  /** Everything up to these places was seen. */
  z.strictObject({ kind: z.literal('delta'), epoch: z.string(), positions: Positions }),
  /** In the middle of a full listing as of `upTo`: these classes were seen up to `after`. */
  z.strictObject({
    kind: z.literal('full'),
    epoch: z.string(),
    classes: z.array(z.enum(CLASSES)),
    after: z.int().nonnegative(),
    upTo: z.int().nonnegative(),
  }),
])

export type Cursor = z.infer<typeof Cursor>
export type DeltaCursor = Extract<Cursor, { kind: 'delta' }>
export type FullCursor = Extract<Cursor, { kind: 'full' }>

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Undefined when it cannot be honoured: malformed, of another epoch, or from a future that this server never had. */
export function readCursor(
  text: string,
  now: { readonly epoch: string; readonly sequence: number },
): Cursor | undefined {
  const parsed = Cursor.safeParse(parse(text))
  if (!parsed.success || parsed.data.epoch !== now.epoch) return undefined
  const cursor = parsed.data
  const furthest =
    cursor.kind === 'full' ? Math.max(cursor.upTo, cursor.after) : Math.max(0, ...Object.values(cursor.positions))
  return furthest > now.sequence ? undefined : cursor
}

/** A class without a place was never listed, and is listed from the start. */
export function placesOf({ positions }: DeltaCursor): ReadonlyMap<RecordClass, number> {
  return new Map(CLASSES.map((each) => [each, positions[each] ?? 0]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
