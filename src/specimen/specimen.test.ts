import { expect, test } from 'vitest'
import { volume } from '../site/index.ts'
import { specimen, type Defect } from './index.ts'

const argsOf = (...defects: readonly Defect[]) => specimen({ data: volume(), defects }).versions.v1.args

test('a defect is said in words, and goes by its id on the command line', () => {
  expect(argsOf('marks a migration applied before it is', 'answers before it commits')).toContain('I7,A1')
  expect(argsOf()).not.toContain('--defects')
})

test.each([
  ['marks a migration aplied before it is', " (did you mean 'marks a migration applied before it is'?)"],
  ['I7', ''],
  ['toString', ''],
])('%s is no defect', (words, meant) => {
  const known = "specimen: defects: expected some of 'answers before it commits', "
  expect(() => argsOf(words as Defect)).toThrow(new RegExp(`^${known}.*'${RegExp.escape(meant)}, got '${words}'$`))
})
