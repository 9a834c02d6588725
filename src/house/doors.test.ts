import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { docstringOf, doorsOf, listOf, readDoor, sourceOf } from './doors.ts'
import { print, ROOT } from './repository.ts'

const doors = doorsOf(sourceOf('package.json').text).map(({ door, file }) => readDoor(door, sourceOf(file)))

describe('the doors of this package', () => {
  test('are the files in src/doors, one for each subpath', () => {
    const files = globSync('src/doors/*.ts', { cwd: ROOT }).toSorted()
    expect(files.length).toBeGreaterThan(5)
    expect(doors.map(({ file }) => file).toSorted()).toEqual(files)
  })

  test('list names and nothing else, each name once but those of a site', () => {
    expect(print(doors.flatMap(({ findings }) => findings))).toEqual([])
    const names = doors.flatMap((door) => door.names.map(({ name }) => name))
    expect(names.length).toBeGreaterThan(80)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual(OF_SITES)
  })

  test('show what is kept in src/doors/public-names.txt: a change of the public face is seen there', async () => {
    await expect(listOf(doors)).toMatchFileSnapshot('../doors/public-names.txt')
  })

  test('say what each name is where it is declared, and of each function how it is used', () => {
    const said = doors.flatMap(({ door, names }) =>
      names.map(({ name, isType, from }) => ({
        is: `${door}: ${name}`,
        isType,
        text: docstringOf(name, sourceOf(from)),
      })),
    )
    expect(said.filter(({ text }) => text === undefined).map(({ is }) => is)).toEqual([])
    const isUsed = /@example/
    const untaught = said.filter(({ isType, text }) => !isType && !isUsed.test(text ?? '')).map(({ is }) => is)
    expect(untaught).toEqual([])
  })

  test('have every fault, step, promise and backup engine', () => {
    const rooms = 'src/{faults,faults/copies,faults/devices,steps,judge/promises,backups}/*.ts'
    const kinds = globSync(rooms, { cwd: ROOT }).flatMap((file) => {
      const name = basename(file, '.ts').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
      return new RegExp(`^export (const|function) ${name}\\b`, 'm').test(sourceOf(file).text) ? [name] : []
    })
    const names = new Set(doors.flatMap((door) => door.names.map(({ name }) => name)))
    expect(kinds.length).toBeGreaterThan(60)
    expect(kinds.filter((name) => !names.has(name)).toSorted()).toEqual(INNER)
  })
})

/** A site is declared with its clients, and an adapter is written with them: they stand at both doors. */
const OF_SITES = ['carddav', 'client']

/** Parts that several of one kind are made of. */
const INNER: readonly string[] = ['demand', 'emptied', 'toxicFault']

describe('of a planted door', () => {
  const text =
    "/** A door. */\nimport 'zod'\nexport { a, type B } from '../faults/a.ts'\nexport type { C } from './c.ts'\n"

  test('names are read with what they are and where from', () => {
    const { names } = readDoor('syncdrill/x', { path: 'src/doors/x.ts', text })
    expect(names).toEqual([
      { name: 'a', isType: false, from: 'src/faults/a.ts' },
      { name: 'B', isType: true, from: 'src/faults/a.ts' },
      { name: 'C', isType: true, from: 'src/doors/c.ts' },
    ])
  })

  test.each([
    [text, 'src/doors/x.ts:2 a door lists names and nothing else: ImportDeclaration'],
    ["export * from './a.ts'", 'src/doors/x.ts:1 a door lists names and nothing else: ExportAllDeclaration'],
    ['export const a = 1', 'src/doors/x.ts:1 a door lists names and nothing else: ExportNamedDeclaration'],
  ])('%j is more than a list', (planted, finding) => {
    expect(print(readDoor('syncdrill/x', { path: 'src/doors/x.ts', text: planted }).findings)).toEqual([finding])
  })
})

describe('the docstring of', () => {
  const text = `/** The file. */

/** A function. */
export function told(): void {}

export const untold = 1

/** A remark about nothing. */
const inner = 2
export const { taken } = { taken: inner }
/** A type. */
export interface Told {}
`
  test.each([
    ['told', '* A function. '],
    ['Told', '* A type. '],
    ['untold', undefined],
    ['inner', undefined],
    ['absent', undefined],
  ])('%s', (name, said) => {
    expect(docstringOf(name, { path: 'src/x.ts', text })).toBe(said)
  })
})
