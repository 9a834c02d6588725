import { expect, test } from 'vitest'
import { drawn } from './draw.ts'
import { DEATHS } from './deaths.ts'

const CASES = Array.from({ length: 40 }, (_, place) => ({ name: `case ${place}`, group: `group ${place % 8}` }))
const draw = (seed: number, count: number, isWhole = false) =>
  drawn(CASES, { count, nameOf: ({ name }) => name, groupOf: ({ group }) => group, seed: `${seed}`, isWhole })

test('the same seed draws the same, another one others', () => {
  expect(draw(7, 2)).toEqual(draw(7, 2))
  const draws = Array.from({ length: 10 }, (_, seed) => JSON.stringify(draw(seed, 2)))
  expect(new Set(draws).size).toBeGreaterThan(8)
})

test('so many of each group, whatever the seed', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const groups = Object.values(Object.groupBy(draw(seed, 2), ({ group }) => group))
    expect(groups.map((own) => own?.length)).toEqual(Array.from({ length: 8 }, () => 2))
  }
})

test('every case is drawn by some seed, and all of them when all are asked for', () => {
  const met = new Set(Array.from({ length: 100 }, (_, seed) => draw(seed, 1)).flat())
  expect(met.size).toBe(CASES.length)
  expect(draw(7, 1, true)).toEqual(CASES)
})

test('some seed meets each death, and each seed every phase', () => {
  const deaths = (seed: number) =>
    drawn(DEATHS, {
      count: 1,
      nameOf: ({ name }) => name,
      groupOf: ({ phase }) => phase,
      seed: `${seed}`,
      isWhole: false,
    })
  const seeds = Array.from({ length: 100 }, (_, seed) => deaths(seed))
  expect(new Set(seeds.flat()).size).toBe(DEATHS.length)
  const phases = new Set(DEATHS.map(({ phase }) => phase))
  for (const own of seeds) expect(new Set(own.map(({ phase }) => phase))).toEqual(phases)
})
