import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSeenBy as isVectorSeenBy, join, type VersionVector } from '../records/index.ts'
import { Names } from './names.ts'
import { isSeenBy, joined, type Saw } from './saw.ts'

const vectors = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 4 }))

test('what an editor had seen is judged as its version vector is', () => {
  fc.assert(
    fc.property(fc.array(vectors, { minLength: 2, maxLength: 5 }), (all: readonly VersionVector[]) => {
      const names = new Names()
      const sawOf = (vector: VersionVector): Saw =>
        Object.entries(vector).flatMap(([device, count]) => [names.of(device), count])
      const vectorOf = (saw: Saw): VersionVector =>
        Object.fromEntries(
          saw.flatMap((device, place) => (place % 2 ? [] : [[names.name(device), saw[place + 1] ?? 0]])),
        )
      const [u = {}, w = {}] = all
      expect(isSeenBy(sawOf(u), sawOf(w))).toBe(isVectorSeenBy(u, w))
      expect(isSeenBy(sawOf(u), sawOf(u))).toBe(true)
      expect(vectorOf(joined(all.map(sawOf)))).toEqual(join(...all))
    }),
  )
})

test('whoever had seen nothing is seen by everybody', () => {
  expect([isSeenBy([], [0, 1]), isSeenBy([], []), isSeenBy([0, 1], []), joined([])]).toEqual([true, true, false, []])
})
