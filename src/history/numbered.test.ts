import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Names } from './names.ts'
import { Numbered } from './numbered.ts'

/** Names as runs have them, and others that are almost so: stems that differ in one letter, numbers with noughts. */
const names = fc.oneof(
  fc.tuple(fc.constantFrom('phone-1.', 'phone-11.', 'phone-', 'Aa', 'BB', '.'), fc.nat(40)).map(([a, b]) => `${a}${b}`),
  fc
    .tuple(fc.constantFrom('d.', 'op-', 'far-'), fc.integer({ min: 900, max: 10_000_000_000 }))
    .map(([a, b]) => `${a}${b}`),
  fc.constantFrom('', '0', '7', 'd.', 'd.0', 'd.00', 'd.01', 'd.1', 'd.-1', 'd.1a', '12345678', 'd.12345678'),
  fc.constantFrom('d.123456789', 'd.1000', 'd.1001', 'd.1002', 'd.١', '__proto__'),
)

describe('places by name', () => {
  test('are those of a plain map, whatever the names and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.integer({ min: 1, max: 99 })), { maxLength: 60 }), (told) => {
        for (const numbered of [new Numbered(), new Numbered({ stems: new Names(), joint: '.' })]) {
          const plain = new Map<string, number>()
          for (const [name, place] of told) {
            expect(numbered.get(name)).toBe(plain.get(name) ?? 0)
            numbered.set(name, place)
            plain.set(name, place)
          }
          for (const [name] of told) expect([name, numbered.get(name)]).toEqual([name, plain.get(name)])
        }
      }),
    )
  })

  test('a name that was never set has none, between others too', () => {
    const numbered = new Numbered()
    numbered.set('d.5', 1)
    numbered.set('d.9', 2)
    expect(['d.5', 'd.9', 'd.4', 'd.6', 'd.10', 'd.', 'e.5'].map((name) => numbered.get(name))).toEqual([
      1, 2, 0, 0, 0, 0, 0,
    ])
  })

  test('numbers may begin anywhere, and what comes before the first that was told is found as well', () => {
    const numbered = new Numbered()
    const numbers = [600_001, 600_002, 600_000, 1, 599_000, 600_003]
    for (const number of numbers) numbered.set(`work#${number}`, number + 10)
    expect([...numbers, 2, 600_004].map((number) => numbered.get(`work#${number}`))).toEqual([
      ...numbers.map((number) => number + 10),
      0,
      0,
    ])
  })

  test('a number that was far from all others is found again once the others have reached it', () => {
    const numbered = new Numbered()
    numbered.set('d.0', 10)
    numbered.set('d.5000', 1)
    for (let number = 0; number < 6_000; number += 1) if (number !== 5_000) numbered.set(`d.${number}`, number + 10)
    expect([numbered.get('d.5000'), numbered.get('d.5001')]).toEqual([1, 5_011])
    numbered.set('d.5000', 2)
    expect(numbered.get('d.5000')).toBe(2)
  })
})
