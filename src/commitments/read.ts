/** Reads a commitments file. Whatever is wrong with it is one sentence with its file, line and field. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isAlias, isNode, LineCounter, parseDocument, visit, type Document } from 'yaml'
import type * as z from 'zod'
import { didYouMean, Failure, printable, reasonOf } from '../kernel/index.ts'
import { promisedIn, Schema, type Terms, type Written } from './schema.ts'

/** What a provider promised, line by line. */
export interface Commitments {
  /** As it was given, for whoever reads it again. */
  readonly text: string
  /** Of the text, in hexadecimal. */
  readonly sha256: string
  readonly provider: string
  /** Where the provider says so. */
  readonly document?: string
  /** The tier that the accounts of the drill are on. */
  readonly tier: string
  readonly lines: readonly Commitment[]
}

export interface Commitment {
  /** Where it stands: `tiers.family.recoveryPoint.contacts`. */
  readonly field: string
  /** From 1. */
  readonly line: number
  readonly tier: string
  /** In words, for people. */
  readonly promised: string
  readonly terms: Terms
}

const LARGEST = 256 * 1024

/**
 * Throws a usage `Failure`: `offer.yaml, line 7: tiers.family.recoveryTime.contacts: expected a duration ..., got 4`.
 */
export async function readCommitments(file: string): Promise<Commitments> {
  const bytes = await readFile(file).catch((thrown: unknown) => {
    throw new Failure('usage', `--commitments ${file}: cannot be read: ${reasonOf(thrown)}`, { cause: thrown })
  })
  return commitmentsIn(bytes.toString('utf8'), file)
}

/** The same from a text; `file` is how messages call it. */
export function commitmentsIn(text: string, file: string): Commitments {
  if (Buffer.byteLength(text) > LARGEST) throw refused(file, 1, `expected at most ${LARGEST} bytes`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', schema: 'core', resolveKnownTags: false })
  const [problem = document.warnings[0]] = document.errors
  if (problem) {
    const [first = 'no YAML'] = problem.message.split(/ at line |\n/)
    throw refused(file, problem.linePos?.[0].line ?? 1, `expected YAML: ${first}`)
  }
  refuseAliases(document, lines, file)
  const value: unknown = document.toJS({ maxAliasCount: 0 })
  const lineOf = (path: Path): number => lineIn(document, lines, path)
  const { data, error } = Schema.safeParse(value)
  const issue = error?.issues[0] && innermost(error.issues[0])
  if (issue) throw refused(file, lineOf(placeOf(issue)), objection(value, issue))
  if (!data) throw refused(file, 1, 'expected what a provider promised')
  return commitmentsOf({ text, file, lineOf }, data)
}

interface Source {
  readonly text: string
  readonly file: string
  readonly lineOf: (path: Path) => number
}

function commitmentsOf({ text, file, lineOf }: Source, written: Written): Commitments {
  const { provider, document, tiers } = written
  const named = Object.keys(tiers)
  const tier = written.tier ?? (named.length === 1 ? named[0] : undefined)
  if (tier === undefined) {
    throw refused(file, 1, `tier: expected the tier that the accounts are on (${named.join(', ')}), got nothing`)
  }
  if (!Object.hasOwn(tiers, tier)) {
    throw refused(file, lineOf(['tier']), `tier: expected ${named.join(', ')}${didYouMean(tier, named)}, got '${tier}'`)
  }
  const lines = Object.entries(tiers).flatMap(([name, own]) =>
    promisedIn(own).map(({ path, promised, terms }) => {
      const whole = ['tiers', name, ...path]
      return { field: inDots(whole), line: lineOf(whole), tier: name, promised, terms }
    }),
  )
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { text, sha256, provider, ...(document !== undefined && { document }), tier, lines }
}

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

/** A few lines could otherwise stand for gigabytes. */
function refuseAliases(document: Document.Parsed, lines: LineCounter, file: string): void {
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor === undefined) return
      throw refused(file, lines.linePos(node.range?.[0] ?? 0).line, 'expected no anchors and no aliases')
    },
  })
}

/** Of what stands there, or of the last thing on the way to it that does. */
function lineIn(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const own = path.slice(0, length)
    const parent = document.getIn(own.slice(0, -1), true)
    const key = keyIn(parent, own.at(-1))
    const node = key ?? document.getIn(own, true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

/** A value may begin on the line below its key: people look for the key. */
function keyIn(parent: unknown, name: PropertyKey | undefined): unknown {
  if (typeof parent !== 'object' || parent === null || !('items' in parent) || !Array.isArray(parent.items)) return
  return parent.items.map((pair: { readonly key?: unknown } | null) => pair?.key).find((key) => nameOf(key) === name)
}

const nameOf = (key: unknown): unknown =>
  typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : undefined

/** Of what may be either of two things: what is wrong with the one that it nearly is. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const deeper = issue.errors.flat().find(({ path }) => path.length > 0)
  return deeper ? innermost({ ...deeper, path: [...issue.path, ...deeper.path] }) : issue
}

/** Of a key that is not known, the key itself. */
const placeOf = (issue: Issue): Path =>
  issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path

function objection(value: unknown, issue: Issue): string {
  const place = inDots(issue.path)
  const before = place === '' ? '' : `${place}: `
  if (issue.code === 'unrecognized_keys') {
    const [strange = ''] = issue.keys
    const known = knownAt(issue.path)
    return `${before}expected ${known.join(', ')}${didYouMean(strange, known)}, got '${printable(strange, 60)}'`
  }
  const found = issue.path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
  return `${before}expected ${issue.message}, got ${gotInWords(found)}`
}

function knownAt(path: Path): readonly string[] {
  const of = Schema.shape
  if (path.length === 0) return Object.keys(of)
  if (path.length === 2) return ['recoveryPoint', 'recoveryTime', 'restoreOrder', 'retention', 'copies', 'usersAreTold']
  return path[2] === 'copies' ? ['number', 'places', 'deletableBy'] : ['within']
}

function gotInWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') return `'${printable(value, 60)}'`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : printable(`${value as number | boolean}`, 60)
}

const inDots = (path: Path): string =>
  path.map((key, place) => (typeof key === 'number' ? `[${key}]` : `${place > 0 ? '.' : ''}${String(key)}`)).join('')

const refused = (file: string, line: number, words: string): Failure =>
  new Failure('usage', `${file}, line ${line}: ${words}`)
