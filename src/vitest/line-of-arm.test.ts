import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { load } from '../drill/index.ts'
import { lineOfArm } from './line-of-arm.ts'

test.each([
  ["arms: {\n  'as reported': {},", 'as reported', 2],
  ['arms: { "it\'s": {} }', "it's", 1],
  ["arms: {\n  'it\\'s': {},", "it's", 2],
  ['arms: {\n  plain: {},\n  plainer: {},', 'plainer', 3],
  ["title: 'plain: {}',\narms: {\n  // plain: {}\n  plain: {},", 'plain', 4],
  ["arms: {\n  'a.c': {},\n  'abc': {},", 'abc', 3],
  ['arms: made(),', 'plain', undefined],
  ["const rows = { 'plain': {} }", 'plain', undefined],
])('%j declares %j on line %s', (source, arm, line) => {
  expect(lineOfArm(source, arm)).toBe(line)
})

test('each arm of our own drills is found, on a line of its own', async () => {
  let found = 0
  for await (const file of glob('scenarios/*.drill.ts')) {
    const source = readFileSync(file, 'utf8')
    const lines = Object.keys((await load(file)).drill.arms).map((arm) => lineOfArm(source, arm))
    expect([file, lines.includes(undefined), new Set(lines).size]).toEqual([file, false, lines.length])
    found += lines.length
  }
  expect(found).toBeGreaterThan(20)
})
