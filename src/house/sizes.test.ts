import { expect, test } from 'vitest'
import { readModule } from './module.ts'
import { print, sourceFiles } from './repository.ts'
import { fileSizeFindings, folderSizeFindings, interfaceFindings, limitFindings } from './sizes.ts'

const files = sourceFiles()
const lines = (count: number) => 'a\n'.repeat(count)

test('files, lines, folders and interfaces of this repository keep to their sizes', () => {
  const findings = [
    ...files.flatMap(fileSizeFindings),
    ...folderSizeFindings(files),
    ...files.map(readModule).flatMap(interfaceFindings),
    ...limitFindings(files),
  ]
  expect(files.length).toBeGreaterThan(20)
  expect(print(findings)).toEqual([])
})

test.each([
  ['src/cli/a.ts', 300, []],
  ['src/cli/a.ts', 301, ['src/cli/a.ts:301 this file has at most 300 lines: 301']],
  ['src/faults/a.ts', 120, []],
  ['src/faults/a.ts', 121, ['src/faults/a.ts:121 this file has at most 120 lines: 121']],
  ['src/judge/promises/a.ts', 121, ['src/judge/promises/a.ts:121 this file has at most 120 lines: 121']],
  ['src/faults/a.test.ts', 121, []],
])('%s with %i lines', (path, count, expected) => {
  expect(print(fileSizeFindings({ path, text: lines(count) }))).toEqual(expected)
})

test('a line is measured in characters, not in bytes', () => {
  const text = `${'é'.repeat(120)}\n${'a'.repeat(121)}\n`
  expect(print(fileSizeFindings({ path: 'a.ts', text }))).toEqual(['a.ts:2 a line has at most 120: 121 characters'])
})

test('a folder is full at 20 files, and tests do not count', () => {
  const folder = (count: number, end: string) =>
    Array.from({ length: count }, (_, index) => ({ path: `src/cli/${index}${end}`, text: '' }))
  expect(folderSizeFindings([...folder(20, '.ts'), ...folder(20, '.test.ts')])).toEqual([])
  expect(print(folderSizeFindings(folder(21, '.ts')))).toEqual([
    'src/cli:1 a folder has at most 20 files beside tests: 21',
  ])
})

test('an interface of seven methods is found, however they are written', () => {
  const text =
    'interface Wide { a(): void; b(): void; c(): void; d(): void; e(): void; f(): void; readonly g: () => void; h: 1 }'
  const findings = interfaceFindings(readModule({ path: 'a.ts', text }))
  expect(print(findings)).toEqual(['a.ts:1 an interface has at most 6 methods: Wide has 7'])
})

test('a limit of one name and one length stands in one file; tests have their own', () => {
  const of = (path: string, text: string) => ({ path, text: `/** Why. */\n${text}\n` })
  const alike = [of('src/a.ts', 'export const GONE_MS = 60_000'), of('src/b.ts', 'const GONE_MS = 60_000')]
  expect(print(limitFindings([...alike, of('src/c.test.ts', 'const GONE_MS = 60_000')]))).toEqual([
    'src/b.ts:2 a limit has one home: let this file import it, or give it a name of its own: GONE_MS = 60_000',
  ])
  expect(limitFindings([of('src/a.ts', 'const GONE_MS = 60_000'), of('src/b.ts', 'const GONE_MS = 30_000')])).toEqual(
    [],
  )
  expect(limitFindings([of('src/a.ts', 'const GONE_MS = 60_000'), of('src/b.ts', 'const LATE_MS = 60_000')])).toEqual(
    [],
  )
})
