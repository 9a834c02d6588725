/** What is said of a compose file while it is read: what was left out, and what cannot be honoured. */

import { Failure } from '../kernel/index.ts'

export type Members = Readonly<Record<string, unknown>>

export class Reading {
  /** As the user gave it, for messages. */
  readonly file: string
  readonly #ignored = new Set<string>()
  readonly #refused: { readonly key: string; readonly words: string }[] = []

  constructor(file: string) {
    this.file = file
  }

  /** By place: `services.web.labels`. */
  get ignored(): readonly string[] {
    return [...this.#ignored].toSorted()
  }

  /** It changes nothing for a drill. */
  ignore(key: string): void {
    this.#ignored.add(key)
  }

  /** `expected` reads on: `expected a named volume`. */
  refuse(key: string, expected: string, value: unknown): void {
    this.#refused.push({ key, words: `${key}: expected ${expected}, got ${inShort(value)}` })
  }

  /** Throws a usage `Failure` that names the first thing that cannot be honoured in full, and the others by place. */
  close(): void {
    const [first, ...others] = this.#refused
    if (!first) return
    const more = others.length === 0 ? '' : `; nor can ${others.map(({ key }) => key).join(', ')} be honoured`
    throw new Failure('usage', `${this.file}: ${first.words}${more}`)
  }
}

const MOST = 80

function inShort(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'nothing')
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}

export const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}

/** The later ones over the earlier ones. */
export const mergedOf = (all: readonly Members[]): Members =>
  Object.fromEntries(all.flatMap((one) => Object.entries(one)))

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const textsOf = (value: unknown): readonly string[] => listOf(value).map(String)

export const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value)

/** Left out, null, false, 0, an empty text, list or object: says nothing. */
export function isUnsaid(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return true
  return typeof value === 'object' && Object.values(value).length === 0
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 }

/** `1m30s`, as Compose prints it, in milliseconds. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const parts = [...value.matchAll(/([\d.]+)(h|ms|us|ns|m|s)/g)]
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0)
}
