/**
 * A yes, in a fraction of the time of a full check, and no word of what is wrong. A ledger has millions of entries, and
 * nearly all are as they should be; of one that is not, the full check says what is wrong with it.
 */

import * as z from 'zod'

/** `true`: the value is of the shape. `false`: perhaps not; the shape itself knows. */
export type QuickCheck = (value: unknown) => boolean

/** Made from the shape, so that no rule stands twice. Undefined for a shape with a part that it knows nothing of. */
export function quickCheckOf(shape: z.core.$ZodType): QuickCheck | undefined {
  if (shape instanceof z.ZodNumber) return numberCheck(shape)
  if (shape instanceof z.ZodString) return shape.def.checks?.length ? undefined : isText
  if (shape instanceof z.ZodLiteral) return oneOf(shape.values)
  if (shape instanceof z.ZodEnum) return oneOf(new Set(shape.options))
  if (shape instanceof z.ZodArray) return arrayCheck(shape)
  if (shape instanceof z.ZodRecord) return recordCheck(shape)
  if (shape instanceof z.ZodObject) return objectCheck(shape)
  if (shape instanceof z.ZodUnion) return unionCheck(shape)
  return undefined
}

const isText: QuickCheck = (value) => typeof value === 'string'

function oneOf(values: ReadonlySet<unknown>): QuickCheck {
  const [first] = values
  return values.size === 1 ? (value) => value === first : (value) => values.has(value)
}

function numberCheck({ minValue, maxValue, isInt }: z.ZodNumber): QuickCheck {
  const least = minValue ?? -Infinity
  const most = maxValue ?? Infinity
  if (isInt) return (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
  return (value) => typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most
}

function arrayCheck({ element, def }: z.ZodArray): QuickCheck | undefined {
  const check = def.checks?.length ? undefined : quickCheckOf(element)
  return check && ((value) => Array.isArray(value) && value.every(check))
}

function recordCheck({ keyType, valueType }: z.ZodRecord): QuickCheck | undefined {
  const check = quickCheckOf(keyType) === isText ? quickCheckOf(valueType) : undefined
  if (!check) return undefined
  return (value) => {
    if (!isObject(value)) return false
    for (const name in value) if (!check(value[name])) return false
    return true
  }
}

function unionCheck({ options }: z.ZodUnion): QuickCheck | undefined {
  const checks = options.map(quickCheckOf)
  return checks.includes(undefined) ? undefined : (value) => checks.some((check) => check?.(value))
}

function objectCheck({ shape, def }: z.ZodObject): QuickCheck | undefined {
  // Refused or kept: what is to become of members that nobody named.
  if (def.checks?.length || def.catchall) return undefined
  const members: { readonly name: string; readonly isOptional: boolean; readonly check: QuickCheck }[] = []
  for (const [name, member] of Object.entries<z.core.$ZodType>(shape)) {
    const isOptional = member instanceof z.ZodExactOptional
    const check = quickCheckOf(isOptional ? member.unwrap() : member)
    if (!check) return undefined
    members.push({ name, isOptional, check })
  }
  return (value) => {
    if (!isObject(value)) return false
    for (const { name, isOptional, check } of members) {
      const member = value[name]
      if (member === undefined ? !isOptional : !check(member)) return false
    }
    return true
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
