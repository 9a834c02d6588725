import { describe, expect, test } from 'vitest'
import { readModule } from './module.ts'
import { leftoverFindings, nameFindings, openingFindings, wordsOf } from './names.ts'
import { print, sourceFiles } from './repository.ts'

const files = sourceFiles()
const module = (text: string, path = 'src/cli/a.ts') => readModule({ path, text })

describe('this repository', () => {
  const modules = files.map(readModule)

  test('has no name that says nothing', () => {
    expect(modules.flatMap(({ exports }) => exports).length).toBeGreaterThan(50)
    expect(print(modules.flatMap(nameFindings))).toEqual([])
  })

  test('opens each file with what it is', () => {
    expect(print(files.flatMap(openingFindings))).toEqual([])
  })

  test('has nothing left over', () => {
    expect(modules.flatMap(({ comments }) => comments).length).toBeGreaterThan(20)
    expect(print(modules.flatMap(leftoverFindings))).toEqual([])
  })
})

describe('names', () => {
  test.each([
    ['ackedData', ['acked', 'data']],
    ['backup-manager.ts', ['backup', 'manager', 'ts']],
    ['HTTPHandler', ['http', 'handler']],
    ['MAX_BASE', ['max', 'base']],
    ['database', ['database']],
  ])('%s is made of words', (name, words) => {
    expect(wordsOf(name)).toEqual(words)
  })

  test.each([
    ['export const siteData = 1', 'siteData'],
    ['export class RunManager {}', 'RunManager'],
    ['export interface IRuntime {}', 'IRuntime'],
    ['const a = 1; export { a as planV2 }', 'planV2'],
    ['export function withCtx() {}', 'withCtx'],
  ])('%s is refused', (text, name) => {
    expect(print(nameFindings(module(text)))).toEqual([`src/cli/a.ts:1 a name says what the thing is: ${name}`])
  })

  test.each(['src/cli/utils.ts', 'src/misc/a.ts', 'src/cli/fileHelper.ts', 'src/cli/Plan.ts'])(
    '%s is refused',
    (path) => {
      expect(nameFindings(module('', path))).toHaveLength(1)
    },
  )

  test.each(['export const database = 1, Interval = 2, dataset = 3', 'export const idMs = 1'])('%s is fine', (text) => {
    expect(nameFindings(module(text))).toEqual([])
  })
})

test.each([
  ['/** A plan. */\nexport {}', 0],
  ['#!/usr/bin/env node\n/** The program. */', 0],
  ["import 'zod'\n/** Too late. */", 1],
])('%j opens well or not', (text, count) => {
  expect(openingFindings({ path: 'src/cli/a.ts', text })).toHaveLength(count)
})

describe('leftovers', () => {
  test.each([
    ['// TODO: later', 'finished work only'],
    ['/* FIXME */', 'finished work only'],
    ['// @ts-ignore\nlet a', 'the compiler is not silenced'],
    ['// oxlint-disable-next-line no-x', "a disabled rule has its reason after ' -- '"],
    ["test.only('a', () => {})", 'each test runs'],
    ["describe.skip('a', () => {})", 'each test runs'],
    ["it.concurrent.only('a', () => {})", 'each test runs'],
    ['const a = 1 as any', 'no any'],
  ])('%s is found', (text, rule) => {
    expect(print(leftoverFindings(module(text)))).toEqual([expect.stringContaining(`src/cli/a.ts:1 ${rule}: `)])
  })

  test.each(['// oxlint-disable-next-line no-x -- because', "const a = 'TODO'", 'page.only.skip(1)'])(
    '%s is fine',
    (text) => {
      expect(leftoverFindings(module(text))).toEqual([])
    },
  )
})
