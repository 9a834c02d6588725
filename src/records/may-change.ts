/** What a lossy service may do to a field without being blamed for it. */

import { Failure } from '../kernel/index.ts'
import type { Plain } from './payload.ts'

type Same = (value: Plain) => Plain

/**
 * Numbers keep so many decimals, halves rounded away from zero; what is no number stays as it is.
 * @example
 * mayChange: { price: rounded(2) }
 */
export function rounded(decimals: number): Same {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 15)
    throw new Failure('usage', `rounded: expected a whole number of decimals from 0 to 15, got ${decimals}`)
  return (value) => {
    if (typeof value !== 'number') return value
    // By its decimal digits, as a database rounds: in binary, 1.005 is a little less than that.
    const whole = Math.round(shifted(Math.abs(value), decimals))
    return shifted(whole, -decimals) * Math.sign(value) + 0
  }
}

/**
 * White space at both ends of a text may go.
 * @example
 * mayChange: { title: trimmed }
 */
export const trimmed: Same = (value) => (typeof value === 'string' ? value.trim() : value)

/**
 * Of a time, as ISO text or anything that `Date` reads, what is below the second may go, and its offset may change.
 * @example
 * mayChange: { starts: toTheSecond }
 */
export const toTheSecond: Same = (value) => {
  if (typeof value !== 'string') return value
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? value : new Date(Math.floor(ms / 1_000) * 1_000).toISOString()
}

/** Times a power of ten, digit by digit; `5e-324` has an exponent already. */
function shifted(value: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}
