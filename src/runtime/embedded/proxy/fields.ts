/** The fields of a JSON object that somebody sent, read one by one; a wrong one is named with what it should be. */

import { ApiError } from './api-error.ts'

export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(value: unknown, what = 'the body') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(what, 'an object', value)
    this.#fields = { ...value }
  }

  get names(): readonly string[] {
    return Object.keys(this.#fields)
  }

  text(name: string, otherwise: string): string {
    const value = this.#fields[name] ?? otherwise
    if (typeof value !== 'string') throw wrong(name, 'a string', value)
    return value
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.#fields[name] ?? otherwise
    if (typeof value !== 'boolean') throw wrong(name, 'true or false', value)
    return value
  }

  number(name: string, otherwise: number): number {
    const value = this.#fields[name] ?? otherwise
    if (typeof value !== 'number') throw wrong(name, 'a number', value)
    return value
  }

  object(name: string): Fields {
    return new Fields(this.#fields[name] ?? {}, name)
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (flaw) {
    throw new ApiError(400, `bad request body: ${flaw instanceof Error ? flaw.message : String(flaw)}`)
  }
}

export const wrong = (field: string, expected: string, value: unknown): ApiError =>
  new ApiError(400, `bad request body: ${field} must be ${expected}, got ${JSON.stringify(value)}`)
