/** Every renderer against the one contract, read back by a parser of its format. */

import { stripVTControlCharacters } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toConsole } from './console.ts'
import { toCtrf } from './ctrf.ts'
import { toJson } from './json.ts'
import { toJunit, xmlText } from './junit.ts'
import { printable } from './printable.ts'
import { HOSTILE, madeUpReport, rendererContract } from './renderer.contract.ts'
import type { Report } from './report.ts'
import { toSummary } from './summary.ts'
import { allText, parseXml } from './xml.contract.ts'

const wide = { columns: 10_000, colour: false }

rendererContract({
  name: 'report.json',
  render: toJson,
  read: (rendered) => (JSON.parse(rendered) as Report).arms[0]?.arm ?? '',
  seen: (text) => text,
})

rendererContract({
  name: 'junit.xml',
  render: toJunit,
  read: (rendered) => allText(parseXml(rendered)),
  seen: printable,
})

rendererContract({
  name: 'ctrf.json',
  render: toCtrf,
  read: (rendered) => (JSON.parse(rendered) as { results: { tests: { name: string }[] } }).results.tests[0]?.name ?? '',
  seen: printable,
})

rendererContract({
  name: 'summary.md',
  render: toSummary,
  // No Markdown parser stands here: references are resolved as CommonMark does, which gives them no other meaning.
  read: (rendered) => rendered.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
  seen: printable,
})

rendererContract({
  name: 'console',
  render: (report) => toConsole(report, wide),
  read: (rendered) => rendered,
  seen: printable,
})

describe('report.json', () => {
  test.each(HOSTILE)('%j closes no script and is the same after a parse', (text) => {
    const report = madeUpReport(text)
    const json = toJson(report)
    expect(json).not.toContain('<')
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)))
  })

  test('is short whatever happened: findings are counted, and the first of them shown', () => {
    const [arm] = madeUpReport('x').arms
    expect(arm?.judgement?.promises[0]?.found).toEqual({ unrecoverable: 143 })
    expect(arm?.judgement?.promises[0]?.findings).toHaveLength(20)
  })
})

describe('junit.xml', () => {
  const suite = parseXml(toJunit(madeUpReport('as reported'))).children[0]

  test('is a suite with its seed and replay command, and a case for each arm', () => {
    expect(suite).toMatchObject({
      name: 'testsuite',
      attributes: { name: 'sidekick-2009', tests: '2', failures: '0', errors: '1', skipped: '0', time: '50.000' },
    })
    const properties = suite?.children[0]?.children.map(({ attributes: { name, value } }) => [name, value])
    expect(properties).toContainEqual(['seed', '7'])
    expect(properties).toContainEqual([
      'replay as reported',
      "npx syncdrill run sidekick-2009 --seed 7 --arm 'as reported' --runtime embedded",
    ])
    const cases = suite?.children.slice(1).map(({ attributes, children }) => [attributes['name'], children[0]?.name])
    expect(cases).toEqual([
      ['as reported', 'system-out'],
      ['as reported again', 'error'],
    ])
  })

  test('5,000 texts of any code points are well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const source = `<a b="${xmlText(text)}">${xmlText(text)}</a>`
        expect(parseXml(source).text).toBe(parseXml(source).attributes['b'])
      }),
      { numRuns: 5_000 },
    )
    for (let code = 0; code <= 0xff_ff; code += 1) parseXml(`<a>${xmlText(String.fromCharCode(code))}</a>`)
  })

  test.each([
    '<a>',
    '<a></b>',
    '<a>&nbsp;</a>',
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    '<a/><a/>',
  ])('its parser refuses %j', (source) => expect(() => parseXml(source)).toThrow(SyntaxError))
})

describe('summary.md', () => {
  test.each(HOSTILE)('%j adds no tag, no cell and no link', (text) => {
    const summary = toSummary(madeUpReport(text))
    const calm = toSummary(madeUpReport('x'))
    const tags = (source: string): readonly string[] => source.match(/<[^>]*>/g) ?? []
    const cells = (source: string): number => source.split('|').length
    expect(tags(summary)).toEqual(tags(calm))
    expect(cells(summary)).toBe(cells(calm))
    expect(summary).not.toMatch(/https?:|www\.|@everyone|javascript:|[^\\]`|\]\(/)
  })

  test('stays below what GitHub takes, and says what it cut', () => {
    const [arm] = madeUpReport('日本'.repeat(200)).arms
    const report = { ...madeUpReport('x'), arms: Array.from({ length: 1_000 }, () => arm).flatMap((one) => one ?? []) }
    const summary = toSummary(report)
    expect(Buffer.byteLength(summary)).toBeLessThan(901_000)
    expect(summary).toMatch(/Cut here: \d+ bytes more are in report\.json\.\n$/)
  })
})

describe('console', () => {
  test('says the verdict first, then what stands behind it, then how to play it again', () => {
    expect(toConsole(madeUpReport('as reported'), { columns: 100, colour: false })).toMatchSnapshot()
  })

  test('colours are the only thing that a terminal is told', () => {
    const report = madeUpReport(HOSTILE.join(' '))
    const coloured = toConsole(report, { columns: 80, colour: true })
    const told = coloured.match(/\p{Cc}(?:\[\d+m)?/gu) ?? []
    expect(told.filter((words) => words !== '\n' && !/^.\[\d+m$/su.test(words))).toEqual([])
    expect(stripVTControlCharacters(coloured)).toBe(toConsole(report, { columns: 80, colour: false }))
  })

  test('tables are cut to the width of the terminal', () => {
    const rows = toConsole(madeUpReport('x'), { columns: 30, colour: false }).split('\n')
    expect(rows.find((row) => /^ {4}photos +\d/.test(row))).toMatch(/^.{29}…$/)
  })
})
