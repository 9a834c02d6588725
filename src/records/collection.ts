/** A kind of record: how its values are made up, its conflict policy, and what of it a service may change. */

import fc from 'fast-check'
import { didYouMean, Failure, Random } from '../kernel/index.ts'
import type { Fields } from './fields.ts'
import { isPlain, type Plain } from './payload.ts'
import { POLICIES, type Policy } from './policies.ts'

/** What a value is made from, besides chance. */
export interface Making {
  /** A short text that no other version of any record has. */
  readonly unique: string
  readonly random: Random
  /** What the field held before; undefined in a new record. */
  readonly previous: Plain | undefined
}

/** An arbitrary of fast-check, of this copy of it or of yours. */
export interface Arbitrary {
  readonly generate: (...asked: never[]) => { readonly value: unknown }
}

/** How one field is made up: an arbitrary, or a function. */
export type FieldSource = Arbitrary | ((made: Making) => Plain)

/** What `collection` makes a kind of record of. */
export interface CollectionOptions {
  /** Field by field, or one arbitrary of a plain object: texts, numbers, yes and no, null, lists and objects. */
  readonly values: { readonly [field: string]: FieldSource } | Arbitrary
  readonly policy: Policy
  /**
   * The text field at whose end the record's identity and version travel: `Milk (rec-412970-k3f9 phones-1.3)`.
   * A field that the values do not have carries nothing else. By default they are two fields of their own, `record` and
   * `version`. The service has to keep that field as it is.
   */
  readonly carriedIn?: string
  /** Bytes belong to each record, 1 KB to 8 MB, as to a photo. None by default. */
  readonly blob?: boolean
  /** Fields that the service may change, and what stays the same of them: `{ price: rounded(2), title: trimmed }`. */
  readonly mayChange?: { readonly [field: string]: (value: Plain) => Plain }
  /** Fields that later edits leave as they are. */
  readonly fixed?: readonly string[]
  /** For `max`: the field of a number that only grows. */
  readonly greatest?: string
  /** A field that each edit sets to the time of the device's clock, as ISO text. */
  readonly modifiedIn?: string
}

/** A kind of record. */
export interface Collection<N extends string = string> extends Omit<CollectionOptions, 'values'> {
  readonly is: 'collection'
  readonly name: N
  /** By field; of one arbitrary for all of them, a draw of the whole. */
  readonly sources: { readonly [field: string]: FieldSource } | Arbitrary
}

const OWN = ['record', 'version', 'blob']
const MEMBERS = ['values', 'policy', 'carriedIn', 'blob', 'mayChange', 'fixed', 'greatest', 'modifiedIn']

/**
 * A kind of record of your own, for `client({ carries: [bookmarks] })`. An update changes one or two fields. Where the
 * policy is `merge`, fields are texts, and each gets an ending of its own, so that it can be told who wrote it.
 * Throws a usage error for a policy that there is not, and for values that are no plain objects.
 * @example
 * const bookmarks = collection('bookmarks', {
 *   values: { title: fc.string({ maxLength: 40 }), price: fc.double({ min: 0, max: 99, noNaN: true }) },
 *   policy: 'lww',
 *   carriedIn: 'title',
 *   mayChange: { price: rounded(2) },
 * })
 */
export function collection<const N extends string>(name: N, options: CollectionOptions): Collection<N> {
  const where = `collection '${name}'`
  const { values, ...others } = options
  const stray = Object.keys(options).find((member) => !MEMBERS.includes(member))
  refuse(stray !== undefined, where, `some of ${MEMBERS.join(', ')}`, `'${stray}'${didYouMean(stray ?? '', MEMBERS)}`)
  refuse(!/^[a-z][\w -]*$/i.test(name), where, 'a name of letters, digits, spaces and dashes', `'${name}'`)
  const policy: string = others.policy
  refuse(!POLICIES.includes(others.policy), `${where}: policy`, `one of ${POLICIES.join(', ')}`, `'${policy}'`)
  const made: Collection<N> = { is: 'collection', name, sources: values, ...others }
  checkDraw(where, made)
  return made
}

/** One value is drawn, so that what is wrong is said where it is declared. */
function checkDraw(where: string, made: Collection): void {
  const { policy, carriedIn, greatest, fixed = [], mayChange = {}, modifiedIn } = made
  const fields = drawn(made, { unique: 'u', random: new Random(where), names: undefined, previous: {} })
  const names = Object.keys(fields)
  refuse(names.length === 0, `${where}: values`, 'at least one field', 'none')
  const own = OWN.find((name) => names.includes(name) || modifiedIn === name)
  refuse(own !== undefined, `${where}: values`, 'fields of other names', `'${own}', which is kept for the harness`)
  const odd = names.find((name) => !isPlain(fields[name]))
  const plain = 'plain values: texts, numbers, yes and no, null, lists and objects of them'
  refuse(odd !== undefined, `${where}: values`, plain, `${typeof fields[odd ?? '']} in '${odd}'`)
  const carrier = carriedIn === undefined ? '' : (fields[carriedIn] ?? '')
  refuse(typeof carrier !== 'string', `${where}: carriedIn`, 'a field of text', `'${carriedIn}', a ${typeof carrier}`)
  const known = [...names, ...(modifiedIn === undefined ? [] : [modifiedIn])]
  const foreign = [...fixed, ...Object.keys(mayChange)].find((name) => !known.includes(name))
  refuse(foreign !== undefined, where, `fields of its values: ${known.join(', ')}`, `'${foreign}'`)
  const needs = `${where}: greatest`
  refuse(policy === 'max' && greatest === undefined, needs, "a field of a number, for the policy 'max'", 'none')
  const number = greatest === undefined ? 0 : fields[greatest]
  refuse(typeof number !== 'number', needs, 'a field of a number', `'${greatest}', a ${typeof number}`)
  const untold = policy === 'merge' && names.find((name) => typeof fields[name] !== 'string')
  const merge = "fields of text, for the policy 'merge' has to tell who wrote each"
  refuse(typeof untold === 'string', `${where}: values`, merge, `'${String(untold)}'`)
}

function refuse(isWrong: boolean, field: string, expected: string, got: string): void {
  if (isWrong) throw new Failure('usage', `${field}: expected ${expected}, got ${got}`)
}

export interface Draw {
  readonly unique: string
  readonly random: Random
  /** Only these; all of them where left out. */
  readonly names: readonly string[] | undefined
  readonly previous: Fields
}

/** Made-up fields. */
export function drawn({ sources, policy }: Collection, { unique, random, names, previous }: Draw): Fields {
  // Only where a merge must tell who wrote a field: elsewhere values stay as somebody wants them.
  const told = (value: unknown): Plain =>
    policy === 'merge' && typeof value === 'string' ? `${value} ${unique}` : (value as Plain)
  if (isArbitrary(sources)) {
    const whole = sample(sources, random)
    const isObject = typeof whole === 'object' && whole !== null && !Array.isArray(whole)
    if (!isObject) throw new Failure('usage', `values: expected an arbitrary of plain objects, got ${typeof whole}`)
    const fields = Object.entries(whole).filter(([name]) => names === undefined || names.includes(name))
    return Object.fromEntries(fields.map(([name, value]) => [name, told(value)]))
  }
  const wanted = names ?? Object.keys(sources)
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const source = sources[name]
      if (!source) return []
      if (isArbitrary(source)) return [[name, told(sample(source, random.fork(name)))] as const]
      return [[name, source({ unique, random, previous: previous[name] })] as const]
    }),
  )
}

/** The names of all fields; of an arbitrary of objects, those of `previous`. */
export function fieldsOf({ sources }: Collection, previous: Fields): readonly string[] {
  return isArbitrary(sources) ? Object.keys(previous) : Object.keys(sources)
}

function isArbitrary(source: object): source is Arbitrary {
  return typeof (source as { readonly generate?: unknown }).generate === 'function'
}

function sample(arbitrary: Arbitrary, random: Random): unknown {
  // Of another copy of fast-check it is one all the same: they differ by their version, not by what is called here.
  return fc.sample(arbitrary as unknown as fc.Arbitrary<unknown>, { seed: random.seed(), numRuns: 1 })[0]
}
