import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { bytesOf, contacts, hostileValueOf, notes, photos, PRESET, valueOf } from './index.ts'

describe('made-up values', () => {
  test.each([...PRESET])('%s: the same for the same seed', (_, one) => {
    expect(valueOf(one, new Random('7'), 'k3f9')).toEqual(valueOf(one, new Random('7'), 'k3f9'))
    expect(valueOf(one, new Random('8'), 'k3f9')).not.toEqual(valueOf(one, new Random('7'), 'k3f9'))
  })

  test.each([...PRESET])('%s: an update changes one or two fields, and leaves the others as they were', (name, one) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const before = valueOf(one, new Random(String(seed)), 'first').fields
        const after = valueOf(one, new Random(`${seed}/2`), 'second', before).fields
        const changed = Object.keys(after).filter(
          (field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]),
        )
        expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted())
        // A score changes besides; a field without much choice may draw what it was.
        expect(changed.length).toBeLessThanOrEqual(name === 'scores' ? 3 : 2)
        if (['contacts', 'photos', 'scores'].includes(name)) expect(changed.length).toBeGreaterThan(0)
      }),
      { numRuns: 25 },
    )
  })

  test('every field of a contact tells which version wrote it', () => {
    const { fields } = valueOf(contacts, new Random('7'), 'k3f9')
    for (const value of Object.values(fields)) expect(JSON.stringify(value)).toMatch(/k3f9|x937557/)
  })

  test('photos have bytes of 1 KB to 8 MB, as their payload says, and small ones are as usual as large ones', () => {
    const made = Array.from({ length: 60 }, (_, place) => valueOf(photos, new Random(String(place)), String(place)))
    for (const { fields, blob } of made) {
      if (!blob) throw new Error('a photo without bytes')
      const bytes = bytesOf(blob)
      expect(fields['blob']).toEqual({
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
        type: 'image/jpeg',
      })
      expect(bytes.length).toBeGreaterThanOrEqual(1_024)
      expect(bytes.length).toBeLessThanOrEqual(8 * 1_024 ** 2)
    }
    const small = made.filter(({ blob }) => (blob?.bytes ?? 0) < 90_000).length
    expect(small).toBeGreaterThan(15)
    expect(small).toBeLessThan(45)
  })

  test('hostile texts are well-formed, and reach a field', () => {
    const texts = Array.from({ length: 100 }, (_, place) =>
      JSON.stringify(hostileValueOf(notes, new Random(String(place)), 'u')),
    )
    expect(texts.every((text) => text.isWellFormed())).toBe(true)
    expect(texts.some((text) => text.includes('<script>'))).toBe(true)
  })
})
