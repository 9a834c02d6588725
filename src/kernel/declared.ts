/** What somebody declared, held against its shape: the first thing that is wrong, by its place, in one sentence. */

import * as z from 'zod'
import { Failure } from './failure.ts'
import { didYouMean } from './nearest.ts'

/** A value of any kind that a check accepts; `expected` is how it is called: `a function`, `handles of services`. */
export function being<T>(expected: string, check: (value: unknown) => boolean): z.ZodType<T> {
  return z.custom<T>(check, { error: expected })
}

export const aText = z.string({ error: 'a text' })
export const texts = z.array(aText, { error: 'a list of texts' })
export const aBoolean = z.boolean({ error: 'true or false' })
export const aNumber = z.number({ error: 'a number' })
export const aFunction = being<(...options: never) => unknown>('a function', (value) => typeof value === 'function')
export const aPattern = being<RegExp>('a regular expression', (value) => value instanceof RegExp)
export const anAddress = being<URL>('a URL', (value) => value instanceof URL)

/** Something that a function of ours made, by its `is`; a function that was not called is told apart. */
export function made<T>(what: string, ...kinds: readonly string[]): z.ZodType<T> {
  return being(what, (value) => typeof value === 'object' && value !== null && kinds.includes(kindOf(value)))
}

const kindOf = (value: object): string => ('is' in value && typeof value.is === 'string' ? value.is : '')

/** These members and no others. */
export function members<S extends z.core.$ZodLooseShape>(what: string, shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? what : undefined) })
}

/** By name: `{ sync: … }`. */
export function named<T extends z.ZodType>(what: string, of: T): z.ZodRecord<z.ZodString, T> {
  return z.record(z.string(), of, { error: what })
}

/** Throws a usage `Failure`: `service: ready: expected http or logs (did you mean 'http'?), got 'htpp'`. */
export function declared(where: string, value: unknown, shape: z.ZodType): void {
  const { error } = shape.safeParse(value)
  const issue = worthSaying(value, error?.issues ?? [])
  if (issue) throw new Failure('usage', objection(where, value, shape, issue))
}

/** The first; of a member that is missing where another one is not known, that one: it was misspelt. */
function worthSaying(value: unknown, issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues
  if (!first || at(value, first.path) !== undefined) return first
  const place = inDots(first.path.slice(0, -1))
  return issues.find(({ code, path }) => code === 'unrecognized_keys' && inDots(path) === place) ?? first
}

/**
 * Refuses options that a function does not know: `others` are those that it did not take out, `known` those that it
 * did. Throws a usage `Failure`: `work: expected edits, over (did you mean 'edits'?), got 'edts'`.
 */
export function refuseOthers(where: string, others: object, ...known: readonly string[]): void {
  const [strange] = Object.keys(others)
  if (strange === undefined) return
  throw new Failure('usage', `${where}: expected ${known.join(', ')}${didYouMean(strange, known)}, got '${strange}'`)
}

type Path = readonly PropertyKey[]

function objection(where: string, value: unknown, shape: z.ZodType, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(shape, issue.path)
    const [strange = ''] = issue.keys
    const place = [where, inDots(issue.path)].filter(Boolean).join(': ')
    return `${place}: expected ${known.join(', ')}${didYouMean(strange, known)}, got '${strange}'`
  }
  const place = [where, inDots(issue.path)].filter(Boolean).join(': ')
  return `${place}: expected ${issue.message}, got ${gotInWords(at(value, issue.path))}`
}

const inDots = (path: Path): string =>
  path.map((key, place) => (typeof key === 'number' ? `[${key}]` : `${place > 0 ? '.' : ''}${String(key)}`)).join('')

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

/** What an object of ours may have there. */
function keysOf(shape: unknown, path: Path): readonly string[] {
  let inner = shape
  for (const key of path) inner = within(unwrapped(inner), key)
  const object = unwrapped(inner)
  return object instanceof z.ZodObject ? Object.keys(object.shape) : []
}

function within(shape: unknown, key: PropertyKey): unknown {
  if (shape instanceof z.ZodObject) return (shape.shape as Readonly<Record<PropertyKey, unknown>>)[key]
  if (shape instanceof z.ZodRecord) return shape.valueType
  return shape instanceof z.ZodArray ? shape.element : undefined
}

function unwrapped(shape: unknown): unknown {
  return shape instanceof z.ZodOptional || shape instanceof z.ZodExactOptional ? unwrapped(shape.unwrap()) : shape
}

/** `'text'`, `7`, `an object`; of a function that was to be called: what to do. */
function gotInWords(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`
  if (typeof value === 'function') return `the function ${value.name || 'without a name'} itself: call it`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'is' in value ? `a ${String(value.is)}` : 'an object'
  return typeof value === 'symbol' ? 'a symbol' : `${value as number | bigint | boolean | null}`
}
