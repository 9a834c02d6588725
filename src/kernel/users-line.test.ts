import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { usersLineOf } from './users-line.ts'

const OURS = fileURLToPath(new URL('units.ts', import.meta.url))

test.each([
  ['a function', ['at push (file:///x/clients/acme.ts:33:7)'], ' at /x/clients/acme.ts:33'],
  ['no function', ['at /x/some drills/acme.ts:33:7'], ' at /x/some drills/acme.ts:33'],
  ['an awaited one', ['at async file:///x/acme%20one.ts:33:7'], ' at /x/acme one.ts:33'],
  ['ours before it', [`at msOf (${OURS}:3:1)`, 'at file:///x/acme.ts:33:7'], ' at /x/acme.ts:33'],
  ['a package before it', ['at file:///x/node_modules/zod/a.js:3:1', 'at file:///x/acme.ts:33:7'], ' at /x/acme.ts:33'],
  [
    'Node alone',
    ['at wrapSafe (node:internal/modules/cjs/loader:1861:18)', 'at node:internal/modules/run_main:2:1'],
    '',
  ],
])('a frame of %s', (_, frames, line) => {
  const thrown = Object.assign(new Error('x'), {
    stack: ['Error: x', ...frames.map((frame) => `    ${frame}`)].join('\n'),
  })
  expect(usersLineOf(thrown)).toBe(line)
})

test('a file that does not parse is named with its line, whoever imports it', () => {
  const thrown = Object.assign(new SyntaxError('Expression expected'), {
    stack: '/x/clients/acme.ts:2\nconst y = = 2\n          ^\n\nSyntaxError: Expression expected\n    at node:x:1:2',
  })
  expect(usersLineOf(thrown)).toBe(' at /x/clients/acme.ts:2')
})
