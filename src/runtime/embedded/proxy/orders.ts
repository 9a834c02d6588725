/**
 * What a request asks for, checked. Stricter than the real Toxiproxy where it would let a fault pass that never bites:
 * an attribute that the toxic does not have, a negative or broken number, and a toxicity other than 1 are refused.
 */

import { ApiError } from './api-error.ts'
import { wrong, type Fields } from './fields.ts'
import type { ProxyOrder } from './fault-proxy.ts'
import { TOXIC_KINDS } from './toxics/index.ts'
import type { Direction, Toxic, ToxicKind } from './toxics/toxic.ts'

/** Where a proxy listens that was not told: the loopback, never all interfaces. */
const ANY_PORT = '127.0.0.1:0'

/** `of` names the one of many that a field is missing in. */
export function proxyOrder(fields: Fields, of = ''): ProxyOrder {
  const [name, upstream] = ['name', 'upstream'].map((field) => {
    const value = fields.text(field, '')
    if (value === '') throw new ApiError(400, `missing required field: ${field}${of}`)
    return value
  }) as [string, string]
  return { name, upstream, listen: fields.text('listen', '') || ANY_PORT, enabled: fields.flag('enabled', true) }
}

export function toxicOrder(fields: Fields): Toxic {
  const stream = directionOf(fields.text('stream', 'downstream'))
  const kind = kindOf(fields.text('type', ''))
  demandToxicity(fields)
  const settings = settingsOf(kind, kind.defaults, fields)
  return { name: fields.text('name', '') || `${kind.type}_${stream}`, kind, stream, settings }
}

/** What is given changes; the rest stays as it was. */
export function settingsOf(kind: ToxicKind, before: Toxic['settings'], fields: Fields): Toxic['settings'] {
  const given = fields.object('attributes')
  const entries = given.names.map((name): [string, number] => {
    const fallback = kind.defaults[name]
    if (fallback === undefined) {
      const known = Object.keys(kind.defaults).join(', ')
      throw new ApiError(400, `bad request body: ${kind.type} has the attributes ${known}, got ${JSON.stringify(name)}`)
    }
    const value = given.number(name, fallback)
    if (!Number.isSafeInteger(value) || value < 0) throw wrong(name, 'a whole number of at least 0', value)
    return [name, value]
  })
  const settings = { ...before, ...Object.fromEntries(entries) }
  const flaw = kind.flaw?.(settings)
  if (flaw !== undefined) throw new ApiError(400, `bad request body: ${kind.type}: ${flaw}`)
  return settings
}

export function demandToxicity(fields: Fields): void {
  const toxicity = fields.number('toxicity', 1)
  const why = '1: which connections suffer is decided by the seeded plan, not here'
  if (toxicity !== 1) throw wrong('toxicity', why, toxicity)
}

function directionOf(text: string): Direction {
  if (text === 'upstream' || text === 'downstream') return text
  throw new ApiError(400, 'stream was invalid, can be either upstream or downstream')
}

function kindOf(type: string): ToxicKind {
  const kind = TOXIC_KINDS.find((each) => each.type === type)
  if (kind) return kind
  const supported = TOXIC_KINDS.map((each) => each.type).join(', ')
  throw new ApiError(400, `invalid toxic type: ${JSON.stringify(type)}, this proxy has ${supported}`)
}
