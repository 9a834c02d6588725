import { expect, test } from 'vitest'
import { asCompiled, packagesIn, reachable } from './build.ts'

test.each([
  ["export { a } from './a.ts';", "export { a } from './a.js';"],
  ["import type { A } from '../b/a.ts'", "import type { A } from '../b/a.js'"],
  ['type A = import("./a.ts").A', 'type A = import("./a.js").A'],
  ["import type { A } from 'a.ts'", "import type { A } from 'a.ts'"],
  ["/** See './a.ts'. */", "/** See './a.ts'. */"],
])('a declaration with %s says %s', (written, compiled) => {
  expect(asCompiled(written)).toBe(compiled)
})

test('declarations are kept that a door leads to, by whatever way', () => {
  const files = [
    { path: 'dist/doors/index.d.ts', imports: ['../drill/drill.js', 'zod'] },
    { path: 'dist/drill/drill.d.ts', imports: ['./arm.js', '../doors/index.js'] },
    { path: 'dist/drill/arm.d.ts', imports: [] },
    { path: 'dist/drill/inner.d.ts', imports: ['./arm.js'] },
  ]
  expect([...reachable(files, (path) => path.startsWith('dist/doors/'))]).toEqual([
    'dist/doors/index.d.ts',
    'dist/drill/drill.d.ts',
    'dist/drill/arm.d.ts',
  ])
})

test('packages are told by name, and none of Node', () => {
  const imports = [
    'zod',
    'pure-rand/generator/xoroshiro128plus',
    '@faker-js/faker',
    '@a/b/c',
    'node:fs',
    'fs',
    './a.js',
  ]
  expect(packagesIn([{ path: 'dist/a.js', imports }])).toEqual(['@a/b', '@faker-js/faker', 'pure-rand', 'zod'])
})
