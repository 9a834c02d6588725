/** Durations, shares and rates as people write them; inside, everything is milliseconds, fractions and kilobytes. */

import { Failure } from './failure.ts'

/** A length of time: `'90s'`, `'15min'`, `'1d'`. */
export type Duration = `${number}${'ms' | 's' | 'min' | 'h' | 'd'}`

/** A part of a whole: `'25%'`. */
export type Share = `${number}%`

/** How much data in a second, in whole kilobytes of 1,000 bytes: `'64kB/s'`, `'2MB/s'`. */
export type Rate = `${number}${'kB' | 'MB'}/s`

/** How much data, in whole bytes: `'100B'`, `'64kB'`. */
export type Size = `${number}${'B' | 'kB' | 'MB'}`

const MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of a duration. Throws a usage `Failure` that names `what` when the text is none. */
export function msOf(duration: Duration, what = 'duration'): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/.exec(duration) ?? []
  if (count === undefined || !isUnit(unit)) {
    throw new Failure('usage', `${what}: expected a duration such as '90s', '15min' or '1d', got '${duration}'`)
  }
  return Number(count) * MS[unit]
}

/** Fraction (0 to 1) of a share. Throws a usage `Failure` that names `what` when the text is none. */
export function fractionOf(share: Share, what = 'share'): number {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(share) ?? []
  const fraction = Number(percent) / 100
  if (percent === undefined || fraction > 1) {
    throw new Failure('usage', `${what}: expected a share between '0%' and '100%', got '${share}'`)
  }
  return fraction
}

/**
 * How many of `count` are at least that part of them: 28% of 25 are 7. Binary fractions are a little off (25 * 0.28 is
 * 7.000000000000001), so what is within a millionth of a whole number is that number.
 */
export function partOf(count: number, fraction: number): number {
  const exact = count * fraction
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < 1e-6 ? whole : Math.ceil(exact)
}

/** Kilobytes in a second, at least one. Throws a usage `Failure` that names `what` when the text is none. */
export function kilobytesPerSecondOf(rate: Rate, what = 'rate'): number {
  const [, count, unit] = /^([1-9]\d*)(kB|MB)\/s$/.exec(rate) ?? []
  if (count === undefined) {
    throw new Failure('usage', `${what}: expected a rate such as '64kB/s' or '2MB/s', got '${rate}'`)
  }
  return Number(count) * (unit === 'MB' ? 1_000 : 1)
}

/** Bytes, at least one. Throws a usage `Failure` that names `what` when the text is none. */
export function bytesOf(size: Size, what = 'size'): number {
  const [, count, unit = 'B'] = /^([1-9]\d*)(B|kB|MB)$/.exec(size) ?? []
  if (count === undefined) {
    throw new Failure('usage', `${what}: expected a size such as '100B' or '64kB', got '${size}'`)
  }
  return Number(count) * { B: 1, kB: 1_000, MB: 1_000_000 }[unit as 'B' | 'kB' | 'MB']
}

/** `90_000` as `1min 30s`: the largest two units, for people. */
export function inWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)}s`
  const units = (['d', 'h', 'min', 's'] as const).map((unit) => ({ unit, size: MS[unit] }))
  let rest = Math.round(ms / 1_000) * 1_000
  const parts: string[] = []
  for (const { unit, size } of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0 && parts.length < 2) parts.push(`${count}${unit}`)
  }
  return parts.join(' ')
}

/** `1 arm`, `2 arms`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function isUnit(text: string | undefined): text is keyof typeof MS {
  return text !== undefined && text in MS
}
