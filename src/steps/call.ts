/**
 * A step as the call that made it, in plain values with names: printed it is the step's label, and in canonical form
 * it is the name of the step's stream of random numbers.
 */

import type { Injury } from '../faults/index.ts'
import type { Plain } from '../records/index.ts'
import type { Names } from './names.ts'
import type { Step } from './step.ts'

export interface Call {
  readonly [part: string]: Plain
  readonly call: string
  readonly args: readonly Plain[]
}

/** Throws a usage `Failure` for a handle that this drill does not declare. */
export function callOf(step: Step, names: Names): Call {
  return { call: step.name, args: step.describe(names) }
}

export function callOfInjury({ name, on, settings }: Injury, names: Names): Call {
  return { call: name, args: [...on.map((target) => names.of(target)), settings] }
}

/** Options as they were given: what was left out is not there. */
export function options(given: { readonly [name: string]: Plain | undefined }): Plain {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Plain] => entry[1] !== undefined))
}

/** `restore(nightly, order: contacts, calendar)`. */
export function printed({ call, args }: Call): string {
  return `${call}(${args
    .map(print)
    .filter((text) => text !== '')
    .join(', ')})`
}

function print(value: Plain): string {
  if (Array.isArray(value)) return value.map(print).join(', ')
  if (isCall(value)) return printed(value)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => `${name}: ${print(member)}`)
      .join(', ')
  }
  return String(value)
}

function isCall(value: Plain): value is Call {
  return typeof value === 'object' && value !== null && 'call' in value && 'args' in value
}
