import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Entry, Stamped } from './entries.ts'
import { quickCheckOf } from './quick.ts'
import { SHAPES } from './shapes.ts'

const op = 'before.1#1'
const content = { hash: '0f', fields: { title: '1a', text: '2b' } }
/** What a ledger has millions of. */
const BULK: readonly Entry[] = [
  {
    is: 'edit',
    op,
    device: 'd1',
    account: 'a1',
    collection: 'notes',
    record: 'r1',
    change: 'put',
    version: 'd1.1',
    saw: {},
    basedOn: [],
    ...content,
  },
  {
    is: 'edit',
    op,
    device: 'd1',
    account: 'a1',
    collection: 'scores',
    record: 'r1',
    change: 'put',
    version: 'd1.2',
    saw: { d1: 2 },
    basedOn: ['d1.1'],
    score: -1.5,
    bytes: 0,
    fresh: true,
  },
  {
    is: 'intent',
    op,
    step: 'before.1',
    device: 'd1',
    account: 'a1',
    collection: 'notes',
    record: 'r1',
    change: 'create',
    afterMs: 0.5,
  },
  { is: 'sent', op, attempt: 2, device: 'd1', key: 'd1/1', by: 'edge restore' },
  { is: 'answered', op, attempt: 1, outcome: 'rejected', because: 'locked', status: 423 },
  { is: 'given up', op, because: 'locked' },
  {
    is: 'view',
    view: 1,
    party: { kind: 'copy', account: 'a1', copy: 'nightly/1' },
    scope: 'full',
    when: 'final',
    unread: ['notes'],
  },
  { is: 'view', view: 1, party: { kind: 'device', account: 'a1', device: 'd1' }, scope: 'delta', when: 'sync' },
  { is: 'row', view: 1, collection: 'notes', id: 'n1', record: 'r1', version: 'd1.1', ...content, blobMissing: true },
  { is: 'row', view: 1, collection: 'notes', id: 'n1', deleted: true },
  { is: 'viewed', view: 1, state: 'complete', rows: 0 },
]
const stamped = BULK.map((entry, at): Stamped => ({ at, ms: at / 8, drillMs: at, ...entry }))

/** One member, at any depth, taken away, added, or made something else. */
const changed = fc
  .tuple(fc.constantFrom(...stamped), fc.nat(99), fc.nat(2), fc.boolean(), fc.jsonValue({ maxDepth: 1 }))
  .map(([entry, place, more, isTaken, value]) => {
    const copy = structuredClone(entry) as unknown as Record<string, unknown>
    let inner = copy
    for (let depth = 0; ; depth += 1) {
      const names = [...Object.keys(inner), 'score']
      const name = names[(place + depth) % names.length] ?? 'score'
      const next = inner[name]
      if (depth < more && typeof next === 'object' && next !== null) inner = next as Record<string, unknown>
      else {
        if (isTaken) delete inner[name]
        else inner[name] = value
        // As a line has it: a list has no holes.
        return JSON.parse(JSON.stringify(copy)) as Record<string, unknown>
      }
    }
  })

describe('a quick yes', () => {
  test('is said of every entry of which there are many', () => {
    expect(stamped.map((entry) => quickCheckOf(SHAPES[entry.is])?.(entry))).toEqual(stamped.map(() => true))
  })

  test('is said of nothing that is not of its shape, whatever was changed in it', () => {
    const said = { yes: 0, no: 0 }
    fc.assert(
      fc.property(changed, (value) => {
        const { is } = value
        const shape = (typeof is === 'string' ? SHAPES[is as Stamped['is']] : undefined) ?? SHAPES.row
        const isQuick = quickCheckOf(shape)?.(value) === true
        said[isQuick ? 'yes' : 'no'] += 1
        if (isQuick) expect(shape.safeParse(value).success).toBe(true)
        // Seldom is it kept back for nothing: the shapes take a list for an object that needs no member.
        else if (!JSON.stringify(value).includes('[]')) expect(shape.safeParse(value).success).toBe(false)
      }),
      { numRuns: 3_000 },
    )
    expect(Math.min(said.yes, said.no)).toBeGreaterThan(300)
  })

  test.for([
    ['a number that JSON has and the shape has not', z.number(), JSON.parse('1e999')],
    ['an integer out of bounds', z.int().nonnegative(), -1],
    ['an integer that is none any more', z.int(), 2 ** 53],
    ['a list where an object is due', z.record(z.string(), z.string()), ['a']],
    ['nothing where a text is due', z.object({ a: z.string() }), { a: null }],
  ] as const)('never of %s', ([, shape, value]) => {
    expect([quickCheckOf(shape)?.(value), shape.safeParse(value).success]).toEqual([false, false])
  })

  test.for([
    ['a rule of its own', z.string().min(1)],
    ['a form that it does not know', z.json()],
    ['such a member', z.object({ a: z.object({ b: z.tuple([z.string()]) }) })],
    ['such an element', z.array(z.string().min(1))],
    ['a limit to its length', z.array(z.string()).max(3)],
    ['such names', z.record(z.enum(['a']), z.string())],
    ['such a side', z.union([z.string(), z.json()])],
    ['a rule between its members', z.object({ a: z.string() }).refine(() => false)],
    ['no room for other members', z.strictObject({ a: z.string() })],
  ] as const)('is never said of a shape that has %s', ([, shape]) => {
    expect(quickCheckOf(shape)).toBeUndefined()
  })
})
