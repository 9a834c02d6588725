import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CASES } from '../faults/testing/cases.ts'
import { allDoors, cataloguePage, entriesOf, PAGE, readDocstring, runtimesOf } from './catalogue.ts'
import { ROOT } from './repository.ts'

test('the page is what the code says: npm run docs', () => {
  expect(readFileSync(ROOT + PAGE, 'utf8')).toBe(cataloguePage(allDoors()))
})

test('nothing in it is without words or without an example', () => {
  const entries = allDoors().flatMap((door) => entriesOf(door, /^src\/(faults|steps|backups|judge\/promises)\//))
  expect(entries.length).toBeGreaterThan(50)
  expect(entries.filter(({ text, example }) => text === '' || example === '').map(({ name }) => name)).toEqual([])
})

test('each fault that the contract tries is in it', () => {
  const page = readFileSync(ROOT + PAGE, 'utf8')
  const names = CASES.map(({ name }) => name.split(' ')[0] ?? name)
  expect(names.filter((name) => !page.includes(`\n### ${name}\n`))).toEqual([])
})

test('a runtime that cannot do a thing is not named', () => {
  expect(runtimesOf({ needs: ['kill', 'volumes'] })).toEqual(['embedded', 'containers'])
  expect(runtimesOf({ needs: ['network'] })).toEqual(['containers'])
  expect(runtimesOf({ needs: ['latency'] })).toEqual(['embedded', 'containers', 'external'])
  expect(runtimesOf({ needs: ['kill', 'unheard of'] })).toEqual([])
  expect(readFileSync(ROOT + PAGE, 'utf8')).toMatch(/### disconnectService\n[^#]*Runtime: containers only\./)
})

test('a docstring is read into its prose and its example', () => {
  expect(readDocstring('*\n * Does\n * this.\n *\n * @example one()\n ')).toEqual({
    text: 'Does this.',
    example: 'one()',
  })
  expect(readDocstring('*\n * Does.\n * @throws x\n * @example\n * one()\n *   two()\n ')).toEqual({
    text: 'Does.',
    example: 'one()\n  two()',
  })
})
