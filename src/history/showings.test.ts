import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Records } from './records.ts'
import { Showings } from './showings.ts'

/** Of each look, what it shows of each of three records. */
const looks = fc.array(fc.array(fc.tuple(fc.nat(2), fc.constantFrom(1, 2, 3, -1)), { maxLength: 4 }), { maxLength: 25 })

test('runs say of each look what a list of all rows would say', () => {
  fc.assert(
    fc.property(looks, (told) => {
      const records = new Records()
      const showings = new Showings(records)
      const numbers = ['r0', 'r1', 'r2'].map((name) => records.of(name))
      const shown = new Set<string>()
      for (const [look, rows] of told.entries()) {
        for (const [which, content] of rows) {
          showings.add(numbers[which] ?? 0, content, look)
          shown.add(`${which}/${content}/${look}`)
        }
      }
      const said = numbers.flatMap((record, which) =>
        showings
          .runs(record)
          .flatMap(({ content, from, to }) =>
            Array.from({ length: to - from + 1 }, (_, place) => `${which}/${content}/${from + place}`),
          ),
      )
      expect(said.toSorted()).toEqual([...shown].toSorted())
      for (const record of numbers) {
        const runs = showings.runs(record)
        expect(showings.newest(record)).toEqual(runs[0])
        // Newest first, by where they begin.
        expect(runs.map(({ from }) => from)).toEqual(runs.map(({ from }) => from).toSorted((a, b) => b - a))
      }
    }),
  )
})

test('a record that nobody touches is one run, however often it is read', () => {
  const records = new Records()
  const showings = new Showings(records)
  const record = records.of('r')
  for (let look = 0; look < 1_000; look += 1) showings.add(record, 7, look)
  expect(showings.runs(record)).toEqual([{ content: 7, from: 0, to: 999 }])
  showings.add(record, 7, 1_001)
  expect(showings.newest(record)).toEqual({ content: 7, from: 1_001, to: 1_001 })
})
