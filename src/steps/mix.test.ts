import { expect, test } from 'vitest'
import type { Share } from '../kernel/index.ts'
import { cardsOf, changesOf, type Mix } from './mix.ts'

test('a round has each as often as its share asks for, in as few cards as that takes', () => {
  expect(changesOf({ create: '20%', update: '60%', delete: '20%' })).toEqual([
    'create',
    'update',
    'update',
    'update',
    'delete',
  ])
  expect(changesOf({ update: '100%' })).toEqual(['update'])
  expect(changesOf({ create: '50%', update: '0%', delete: '50%' })).toEqual(['create', 'delete'])
  const thirds = cardsOf('collections', { notes: '33.3%', photos: '66.7%' })
  expect([thirds.length, thirds.filter((one) => one === 'notes').length]).toEqual([1_000, 333])
})

test.each<[Mix, string]>([
  [{ create: '20%', update: '60%' }, 'work: mix: expected shares that make 100%, got 80%'],
  [{ create: '70%', update: '60%' }, 'work: mix: expected shares that make 100%, got 130%'],
  [{ create: '0%', update: '0%', delete: '0%' }, 'work: mix: expected shares that make 100%, got 0%'],
  [{}, 'work: mix: expected shares that make 100%, got 0%'],
  [{ creates: '100%' } as Mix, "work: mix: expected create, update, delete (did you mean 'create'?), got 'creates'"],
  [{ create: 'half' as Share }, "work: mix: create: expected a share between '0%' and '100%', got 'half'"],
  [
    { create: '33.33%', update: '66.67%' },
    "mix: create: expected a share with at most one decimal place, got '33.33%'",
  ],
])('%o is refused', (mix, message) => {
  expect(() => changesOf(mix)).toThrow(message)
})
