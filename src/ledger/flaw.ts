/** One line of the file: an entry, or the one field that says why it is none. */

import { inspect } from 'node:util'
import { CLASSES } from '../records/index.ts'
import type { Entry, Stamped } from './entries.ts'
import { SHAPES } from './shapes.ts'

/** Why a line is no entry: `row.class: expected ..., got "fotos"`. */
export class Flaw {
  readonly because: string
  /** Its place, where at least that could be read. */
  readonly at: number | undefined

  constructor(because: string, at?: number) {
    this.because = because
    this.at = at
  }
}

type Row = Stamped<Extract<Entry, { is: 'row' }>>
type Nothing = { readonly data: undefined; readonly error: undefined }
type Fields = Readonly<Record<string, unknown>>

export function entryIn(line: string): Stamped | Flaw {
  const value = parsed(line)
  if (!isFields(value)) return new Flaw(`expected an entry as a JSON object, got ${shown(value ?? line)}`)
  if (isPlainRow(value)) return value
  const { is, at: place } = value
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

const classes: ReadonlySet<unknown> = new Set(CLASSES)

/** Rows are the bulk of a ledger, and most need no more than this; whatever does gets the full check. */
function isPlainRow(value: Fields | Row): value is Row {
  const { is, at, ms, drillMs, view, id, record, version, hash, fields } = value as Fields
  if (is !== 'row' || !isCount(at) || typeof ms !== 'number' || typeof drillMs !== 'number') return false
  if (!isCount(view) || typeof id !== 'string' || !classes.has(value['class'])) return false
  if (!isTextOrNone(record) || !isTextOrNone(version) || !isTextOrNone(hash)) return false
  if ('score' in value || 'deleted' in value || 'blobMissing' in value) return false
  return fields === undefined || (isFields(fields) && Object.values(fields).every((one) => typeof one === 'string'))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isKind(is: string): is is keyof typeof SHAPES {
  return Object.hasOwn(SHAPES, is)
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const isTextOrNone = (value: unknown): boolean => value === undefined || typeof value === 'string'

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), value)
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80, maxArrayLength: 5 })
}
