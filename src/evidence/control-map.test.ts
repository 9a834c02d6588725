/** The control map cites fields that are there, says of each control what is not shown, and claims nothing. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { Statement } from './statement.ts'

const page = readFileSync(new URL('../../docs/control-map.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (control|---)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

type Node = { readonly [key: string]: Node | undefined }

const SHAPE = z.toJSONSchema(Statement.shape.predicate) as unknown as Node

/** Whether a path leads to a field of the predicate: `evidence.arms[].fates`. */
function isField(path: string): boolean {
  let at: Node | undefined = SHAPE
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '')
    at = at?.['properties']?.[name]
    if (step.endsWith('[]')) at = at?.['items']
    else if (at?.['items'] && !path.endsWith(step)) return false
  }
  return at !== undefined
}

test('a field is known by its path', () => {
  expect(['result', 'evidence.arms[].fates', 'evidence.arms[].ledger.head', 'evidence.notRun'].map(isField)).toEqual([
    true,
    true,
    true,
    true,
  ])
  const unknown = ['evidence.arms[].fate', 'evidence.arms.fates', 'arms[].fates', 'evidence.arms[].ledger.tail', '']
  expect(unknown.map(isField)).toEqual(unknown.map(() => false))
})

test('each row names a control, its fields, and what they do not show', () => {
  expect(rows.length).toBeGreaterThan(25)
  for (const [control = '', asks = '', fields = '', missing = ''] of rows) {
    const cited = [...fields.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    expect([control, cited.filter((path) => !isField(path))]).toEqual([control, []])
    expect([control, cited.length > 0, asks !== '', missing !== '']).toEqual([control, true, true, true])
  }
})

test('nobody is told that they comply', () => {
  expect(page).toContain('makes no claim of compliance')
  expect(page).not.toMatch(/\b(complies|compliant|certified|satisfies|fulfils|guarantees)\b/i)
})
