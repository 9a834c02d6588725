import { expect, test } from 'vitest'
import { Ids } from './answers.ts'

function ids(...acked: readonly string[]): Ids {
  const all = new Ids()
  for (const [place, id] of acked.entries()) all.acked(place + 1, 1, id)
  return all
}

test('a record that is shown under another id only has changed its id, and its newest one is told', () => {
  const all = ids('a', 'b')
  all.shown(1, 1, 'x')
  all.shown(1, 1, 'y')
  expect(all.changed()).toEqual([{ version: 1, account: 1, acked: 'a', shown: 'y' }])
})

test('one that was shown under its own id too is there twice, or was moved by a conflict, whichever came first', () => {
  for (const shown of [
    ['a', 'x'],
    ['x', 'a'],
  ]) {
    const all = ids('a')
    for (const id of shown) all.shown(1, 1, id)
    expect(all.changed()).toEqual([])
  }
})

test('its own id may be shown with another version, or as deleted', () => {
  const all = ids('a')
  all.shown(1, 1, 'x')
  all.shown(0, 1, 'a')
  expect(all.changed()).toEqual([])
})

test('where more records keep their ids, it is not the adapter', () => {
  const all = ids('a', 'b', 'c')
  all.shown(1, 1, 'x')
  all.shown(2, 1, 'b')
  expect(all.changed()).toEqual([])
  all.shown(3, 1, 'z')
  expect(all.changed().map(({ acked }) => acked)).toEqual(['a', 'c'])
})

test('what was never shown has no other id', () => {
  expect(ids('a').changed()).toEqual([])
})

test('another account may have the same id', () => {
  const all = ids('a')
  all.shown(1, 1, 'x')
  all.shown(0, 2, 'a')
  expect(all.changed().map(({ shown }) => shown)).toEqual(['x'])
})

test('of many records the first are looked at, until most of them have kept their ids', () => {
  const many = Array.from({ length: 300 }, (_, place) => `id-${place}`)
  const shownAs = (prefix: string, from: number, all = ids(...many)) => {
    for (const [place, id] of many.entries()) if (place >= from) all.shown(place + 1, 1, prefix + id)
    return all.changed().length
  }
  expect(shownAs('x', 0)).toBe(200)
  expect(shownAs('', 0)).toBe(0)
  const mixed = ids(...many)
  for (const [place, id] of many.slice(0, 99).entries()) mixed.shown(place + 1, 1, id)
  expect(shownAs('x', 99, mixed)).toBe(101)
})
