/** Pages for users that name exit codes and limits, held against the code. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { JOB_MS } from '../backups/index.ts'
import { EXIT, msOf, type Duration } from '../kernel/index.ts'
import { worstExitCode } from '../report/index.ts'
import { DEFAULT_LIMITS } from '../site/index.ts'

const page = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')

test('the page of exit codes has each, by its number and its name, and which one counts of several', () => {
  const rows = [...page('exit-codes').matchAll(/^\| (\d+) \| `(\w+)` \|/gm)]
  expect(rows.map(([, code = '', name = '']) => [name, Number(code)])).toEqual(
    Object.entries(EXIT).toSorted(([, one], [, other]) => one - other),
  )
  const [, listed = ''] = /first of these that occurs: ([\d, ]+)\./.exec(page('exit-codes')) ?? []
  const order = listed.split(', ').map(Number)
  expect(order).toHaveLength(Object.keys(EXIT).length - 1)
  expect(order.map((_, place) => worstExitCode([...order.slice(place), EXIT.pass].toReversed()))).toEqual(order)
})

test('the page of limits has the defaults', () => {
  const rows = [...page('limits').matchAll(/^\| ([^|]+) \| `(\w+)`[^|]* \|/gm)]
  const limits = new Map(rows.map(([, what = '', limit]) => [what, limit]))
  expect([...limits]).toEqual([
    ['a service becomes ready', DEFAULT_LIMITS.ready],
    ['something of an answer to a request comes', DEFAULT_LIMITS.answer],
    ['the fleet becomes quiet after the last step', DEFAULT_LIMITS.quiesce],
    ['one step, with all that is inside', DEFAULT_LIMITS.step],
    ['one arm, from the first service to the last read', DEFAULT_LIMITS.arm],
    ['a command of a runbook, or of a fault', '60s'],
    ['a command of your backup scripts', '2min'],
  ])
  for (const limit of limits.values()) expect(msOf((limit ?? '') as Duration)).toBeGreaterThan(0)
  expect(page('limits')).toContain(`built-in backup engine | ${JOB_MS / 1_000} s |`)
})
