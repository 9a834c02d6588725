/** Words can be read by day and by night: every colour that text has, on every ground that it stands on (WCAG AA). */

import { expect, test } from 'vitest'
import { COLOURS } from './colours.ts'

const [day = '', night = ''] = COLOURS.split('@media')
const coloursOf = (block: string) =>
  new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]))

/** Relative luminance, 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = ['ink', 'soft', 'accent', 'good', 'bad', 'warn', ...[0, 1, 2, 3, 4, 5].map((place) => `series-${place}`)]

test.each([
  ['day', coloursOf(day)],
  ['night', coloursOf(night)],
])('by %s every text has at least 4.5 to 1, and every drawing 3 to 1', (_, colours) => {
  const of = (name: string) => colours.get(name) ?? `no colour ${name}`
  const against = (names: readonly string[], grounds: readonly string[], least: number) =>
    names.flatMap((name) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(of(name), of(ground))
        return ratio >= least ? [] : [`${name} on ${ground}: ${ratio.toFixed(2)}`]
      }),
    )
  expect(contrast('#ffffff', '#000000')).toBe(21)
  expect(against(TEXT, ['paper', 'tint'], 4.5)).toEqual([])
  expect(against(['lost', 'gone', 'durable'], ['paper'], 3)).toEqual([])
})
