/** What a commitments file may say, field by field: the shape, and how each kind of promise reads. */

import * as z from 'zod'
import { inWords, msOf, type Duration } from '../kernel/index.ts'

/** What a provider promised, as terms that a run can be held against. Durations are in milliseconds. */
export type Terms =
  | { readonly kind: 'recovery point'; readonly collection?: string; readonly ms: number }
  | { readonly kind: 'recovery time'; readonly collection?: string; readonly ms: number }
  | { readonly kind: 'restore order'; readonly order: readonly string[] }
  | { readonly kind: 'retention'; readonly ms: number }
  | { readonly kind: 'number of copies'; readonly number: number }
  | { readonly kind: 'place of copies'; readonly place: string }
  | { readonly kind: 'who can delete copies'; readonly who: readonly string[] }
  | { readonly kind: 'users are told'; readonly ms: number }

const LONGEST = 200

const text = z
  .string({ error: 'a text' })
  .trim()
  .min(1, { error: 'a text that is not empty' })
  .max(LONGEST, { error: `a text of at most ${LONGEST} characters` })

const duration = z
  .string({ error: "a duration such as '90s', '15min', '4h' or '30d'" })
  .regex(/^\d+(?:\.\d+)?(?:ms|s|min|h|d)$/, { error: "a duration such as '90s', '15min', '4h' or '30d'" })
  .transform((written) => msOf(written as Duration))

/** One limit for everything, or one for each collection. */
const limits = z.union([duration, z.record(text, duration)], {
  error: "a duration such as '15min', or one for each collection: { contacts: 15min }",
})

const names = z
  .array(text, { error: 'a list of names' })
  .min(1, { error: 'at least one name' })
  .refine((all) => new Set(all).size === all.length, { error: 'each name once' })

const count = z
  .int({ error: 'a whole number' })
  .min(1, { error: 'a whole number of at least 1' })
  .max(1_000, { error: 'a whole number of at most 1000' })

const aTier = z
  .strictObject(
    {
      recoveryPoint: limits.exactOptional(),
      recoveryTime: limits.exactOptional(),
      restoreOrder: names.exactOptional(),
      retention: duration.exactOptional(),
      copies: z
        .strictObject(
          { number: count.exactOptional(), places: names.exactOptional(), deletableBy: names.exactOptional() },
          { error: expecting('{ number, places, deletableBy }') },
        )
        .exactOptional(),
      usersAreTold: z.strictObject({ within: duration }, { error: expecting('{ within }') }).exactOptional(),
    },
    { error: expecting('what is promised: { recoveryPoint, recoveryTime, ... }') },
  )
  .refine((tier) => Object.keys(tier).length > 0, { error: 'at least one promise' })

export const Schema = z.strictObject(
  {
    format: z.literal(1, { error: '1, the only format that there is' }),
    provider: text,
    document: text.exactOptional(),
    tier: text.exactOptional(),
    tiers: z
      .record(text, aTier, { error: 'tiers by their names' })
      .refine((tiers) => Object.keys(tiers).length > 0, { error: 'at least one tier' }),
  },
  { error: expecting('{ format, provider, tiers, ... }') },
)

export type Written = z.infer<typeof Schema>
type Tier = Written['tiers'][string]

/** One promise of a tier, with the path in the file that it stands at. */
export interface Promised {
  readonly path: readonly (string | number)[]
  readonly promised: string
  readonly terms: Terms
}

/** In the order in which a customer would ask. */
export function promisedIn(tier: Tier): readonly Promised[] {
  const { recoveryPoint, recoveryTime, restoreOrder, retention, copies = {}, usersAreTold } = tier
  const { number, places = [], deletableBy } = copies
  return [
    ...eachLimit(recoveryPoint).map(([collection, ms]) => ({
      path: ['recoveryPoint', ...(collection === undefined ? [] : [collection])],
      promised: `${collection ?? 'everything'}: at most the last ${inWords(ms)} before a disaster are lost`,
      terms: { kind: 'recovery point' as const, ms, ...(collection !== undefined && { collection }) },
    })),
    ...eachLimit(recoveryTime).map(([collection, ms]) => ({
      path: ['recoveryTime', ...(collection === undefined ? [] : [collection])],
      promised: `${collection ?? 'everything'}: back within ${inWords(ms)}`,
      terms: { kind: 'recovery time' as const, ms, ...(collection !== undefined && { collection }) },
    })),
    ...(restoreOrder ? [restored(restoreOrder)] : []),
    ...(retention === undefined ? [] : [kept(retention)]),
    ...(number === undefined ? [] : [copied(number)]),
    ...places.map((place, index) => ({
      path: ['copies', 'places', index],
      promised: `a copy in ${place}`,
      terms: { kind: 'place of copies' as const, place },
    })),
    ...(deletableBy ? [deleted(deletableBy)] : []),
    ...(usersAreTold ? [told(usersAreTold.within)] : []),
  ]
}

function eachLimit(written: Tier['recoveryPoint']): readonly (readonly [string | undefined, number])[] {
  if (written === undefined) return []
  return typeof written === 'number' ? [[undefined, written]] : Object.entries(written)
}

const restored = (order: readonly string[]): Promised => ({
  path: ['restoreOrder'],
  promised: `restored in the order ${order.join(', ')}`,
  terms: { kind: 'restore order', order },
})

const kept = (ms: number): Promised => ({
  path: ['retention'],
  promised: `copies are kept for ${inWords(ms)}`,
  terms: { kind: 'retention', ms },
})

const copied = (number: number): Promised => ({
  path: ['copies', 'number'],
  promised: `${number === 1 ? '1 copy' : `${number} copies`} beside the data itself, each on a disk of its own`,
  terms: { kind: 'number of copies', number },
})

const deleted = (who: readonly string[]): Promised => ({
  path: ['copies', 'deletableBy'],
  promised: `copies can be deleted by ${who.join(', ')} and nobody else`,
  terms: { kind: 'who can delete copies', who },
})

const told = (ms: number): Promised => ({
  path: ['usersAreTold', 'within'],
  promised: `users are told within ${inWords(ms)}`,
  terms: { kind: 'users are told', ms },
})

/** For objects: what a stranger should have written instead. */
function expecting(what: string) {
  return ({ code }: { readonly code?: string | undefined }) => (code === 'invalid_type' ? what : undefined)
}
