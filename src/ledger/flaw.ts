/** One line of the file: an entry, or the one field that says why it is none. */

import { inspect } from 'node:util'
import type { Stamped } from './entries.ts'
import { quickCheckOf, type QuickCheck } from './quick.ts'
import { SHAPES } from './shapes.ts'

/** Why a line is no entry: `row.collection: expected ..., got "fotos"`. */
export class Flaw {
  readonly because: string
  /** Its place, where at least that could be read. */
  readonly at: number | undefined

  constructor(because: string, at?: number) {
    this.because = because
    this.at = at
  }
}

type Nothing = { readonly data: undefined; readonly error: undefined }
type Fields = Readonly<Record<string, unknown>>

const quickChecks: ReadonlyMap<unknown, QuickCheck> = new Map(
  Object.entries(SHAPES).flatMap(([is, shape]) => {
    const check = quickCheckOf(shape)
    return check ? [[is, check] as const] : []
  }),
)

export function entryIn(line: string): Stamped | Flaw {
  const value = parsed(line)
  if (!isFields(value)) return new Flaw(`expected an entry as a JSON object, got ${shown(value ?? line)}`)
  const { is, at: place } = value
  const quick = quickChecks.get(is)
  if (quick?.(value)) return value as unknown as Stamped
  const at = isCount(place) ? Number(place) : undefined
  if (typeof is !== 'string' || !isKind(is)) return new Flaw(`is: expected a kind of entry, got ${shown(is)}`, at)
  const { data, error } = checked(is, value)
  if (data) return data
  const [issue] = error?.issues ?? []
  const path = issue?.path ?? []
  return new Flaw(
    `${[is, ...path].join('.')}: ${issue?.message ?? 'nested too deep'}, got ${shown(valueAt(value, path))}`,
    at,
  )
}

/** Neither data nor error: nested so deep that following it would exhaust the stack. */
function checked(
  is: keyof typeof SHAPES,
  value: Fields,
): ReturnType<(typeof SHAPES)[typeof is]['safeParse']> | Nothing {
  try {
    return SHAPES[is].safeParse(value)
  } catch {
    return { data: undefined, error: undefined }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isKind(is: string): is is keyof typeof SHAPES {
  return Object.hasOwn(SHAPES, is)
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), value)
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80, maxArrayLength: 5 })
}
