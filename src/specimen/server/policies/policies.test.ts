import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICIES } from './index.ts'
import { merged } from './merge.ts'
import type { Update } from './policy.ts'

const stale: Update = { stored: '{"s":1}', base: '{}', incoming: '{"i":1}', editor: 'stale' }
const current: Update = { ...stale, editor: 'current' }
const deleted: Update = { ...stale, stored: undefined }

const applied = (body: string) => ({ is: 'replace', body, resolution: 'applied' })

describe('what becomes of an update', () => {
  test.each([
    ['contacts', { is: 'replace', body: '{"s":1,"i":1}', resolution: 'merged' }],
    ['calendar', applied('{"i":1}')],
    ['notes', { is: 'add', resolution: 'kept both' }],
    ['tasks', applied('{"i":1}')],
    ['photos', { is: 'add', resolution: 'kept both' }],
  ] as const)('stale, %s', (recordClass, decision) => {
    expect(POLICIES[recordClass](stale)).toEqual(decision)
  })

  test.each(['contacts', 'calendar', 'notes', 'tasks', 'photos', 'scores'] as const)('fresh, %s', (recordClass) => {
    expect(POLICIES[recordClass](current)).toEqual(applied('{"i":1}'))
  })

  test.each(['contacts', 'calendar', 'notes', 'photos', 'scores'] as const)(
    'a deleted one revives, %s',
    (recordClass) => {
      expect(POLICIES[recordClass](deleted)).toEqual(applied('{"i":1}'))
    },
  )

  test('a deleted task stays deleted', () => {
    expect(POLICIES.tasks(deleted)).toEqual({ is: 'gone' })
  })

  test.each([
    ['{"score":2}', '{"score":1}', 'keep'],
    ['{"score":1}', '{"score":2}', 'replace'],
    ['{"score":1}', '{"score":1}', 'replace'],
    ['{"score":-5}', '{"score":"9"}', 'keep'],
  ])('stored %s, incoming %s: %s', (stored, incoming, is) => {
    expect(POLICIES.scores({ stored, base: undefined, incoming, editor: 'stale' }).is).toBe(is)
    expect(POLICIES.scores({ stored, base: undefined, incoming, editor: 'current' }).is).toBe(is)
  })
})

const bodies = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__'),
  fc.oneof(fc.integer(), fc.constant({ x: [1] })),
)
const text = bodies.map((body) => JSON.stringify(body))
const membersOf = (body: string) => new Map(Object.entries(JSON.parse(body) as Record<string, unknown>))

describe('merging field by field', () => {
  test.each([
    ['both changed different fields', '{"a":1,"b":1}', '{"a":2,"b":1}', '{"a":1,"b":2}', '{"a":2,"b":2}'],
    ['both changed the same field', '{"a":1}', '{"a":2}', '{"a":3}', '{"a":3}'],
    ['removed here, untouched there', '{"a":1,"b":1}', '{"b":1}', '{"a":1,"b":1}', '{"b":1}'],
    ['removed there, changed here', '{"a":1}', '{"a":2}', '{}', '{"a":2}'],
    ['removed here, changed there', '{"a":1}', '{}', '{"a":2}', '{"a":2}'],
    ['the base is unknown', '{}', '{"a":1,"b":1}', '{"b":2,"c":3}', '{"a":1,"b":2,"c":3}'],
  ])('%s', (_, base, stored, incoming, expected) => {
    expect(merged({ base, stored, incoming })).toBe(expected)
  })

  test('whoever changed nothing changes nothing', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(membersOf(merged({ base, stored: other, incoming: base }))).toEqual(membersOf(other))
        expect(membersOf(merged({ base, stored: base, incoming: other }))).toEqual(membersOf(other))
      }),
    )
  })

  test('each field holds a value that somebody wrote, and no change of the update is lost', () => {
    fc.assert(
      fc.property(text, text, text, (base, stored, incoming) => {
        const [b, s, i] = [membersOf(base), membersOf(stored), membersOf(incoming)]
        const m = membersOf(merged({ base, stored, incoming }))
        for (const [name, value] of m) expect([s.get(name), i.get(name)]).toContainEqual(value)
        for (const [name, value] of i) {
          if (JSON.stringify(value) !== JSON.stringify(b.get(name))) expect(m.get(name)).toEqual(value)
        }
      }),
    )
  })

  test('where both sides agree, the order of arrival does not matter', () => {
    const disjoint = fc.record({
      stored: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
      incoming: fc.dictionary(fc.constantFrom('c', 'd'), fc.integer()),
    })
    fc.assert(
      fc.property(disjoint, ({ stored, incoming }) => {
        const [one, other] = [JSON.stringify(stored), JSON.stringify(incoming)]
        const there = membersOf(merged({ base: '{}', stored: one, incoming: other }))
        expect(membersOf(merged({ base: '{}', stored: other, incoming: one }))).toEqual(there)
      }),
    )
  })
})
